"""log C_p and what goes with it, by SciPy's ive and by NumPy."""

import numpy as np
from scipy.special import ive

LOG_2PI = np.log(2 * np.pi)


def log_normalizer(inputs):
    p, kappa = inputs.p, inputs.kappa
    nu = p / 2 - 1
    return nu * np.log(kappa) - p / 2 * LOG_2PI - (np.log(ive(nu, kappa)) + kappa)


def order_0(inputs):
    nu, kappa = inputs.p / 2 - 1, inputs.kappa
    r = np.sqrt(nu * nu + kappa * kappa)
    return nu * np.log(nu + r) - r + 0.5 * np.log(r) - (nu + 0.5) * LOG_2PI


def ratio(inputs):
    nu, kappa = inputs.p / 2 - 1, inputs.kappa
    return ive(nu + 1, kappa) / ive(nu, kappa)


def log_bessel(inputs):
    return np.log(ive(inputs.p / 2 - 1, inputs.kappa)) + inputs.kappa


KERNELS = {
    "log-normalizer": log_normalizer,
    "order-0": order_0,
    "ratio": ratio,
    "log-bessel": log_bessel,
}
