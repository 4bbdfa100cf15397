"""SciPy and NumPy as a peer; the protocol is described in ../peer.ts."""

import platform
import sys
from time import process_time

import numpy as np
import scipy
from scipy.special import ive

LOG_2PI = np.log(2 * np.pi)


def log_normalizer(p, nu, kappa):
    return nu * np.log(kappa) - p / 2 * LOG_2PI - (np.log(ive(nu, kappa)) + kappa)


def order_0(p, nu, kappa):
    r = np.sqrt(nu * nu + kappa * kappa)
    return nu * np.log(nu + r) - r + 0.5 * np.log(r) - (nu + 0.5) * LOG_2PI


def ratio(p, nu, kappa):
    return ive(nu + 1, kappa) / ive(nu, kappa)


def log_bessel(p, nu, kappa):
    return np.log(ive(nu, kappa)) + kappa


KERNELS = {
    "log-normalizer": log_normalizer,
    "order-0": order_0,
    "ratio": ratio,
    "log-bessel": log_bessel,
}


def answer(state, request, *arguments):
    if request == "input":
        points, p_file, kappa_file = arguments
        p = np.fromfile(p_file)
        kappa = np.fromfile(kappa_file)
        if len(kappa) != int(points):
            raise ValueError(f"expected {points} values of kappa, got {len(kappa)}")
        p = p[0] if len(p) == 1 else p
        state[:] = [p, p / 2 - 1, kappa]
        return "ok"
    kernel = KERNELS[arguments[0]]
    if request == "time":
        start = process_time()
        kernel(*state)
        return repr(process_time() - start)
    if request == "values":
        kernel(*state).tofile(arguments[1])
        return "ok"
    raise ValueError(f"unknown request {request}")


def main():
    if "--versions" in sys.argv:
        print(f"SciPy {scipy.__version__}, NumPy {np.__version__}, Python {platform.python_version()}")
        return
    state = []
    # Where ive underflows the logarithm of 0 is taken; the bench counts such values itself.
    with np.errstate(all="ignore"):
        for line in sys.stdin:
            try:
                print(answer(state, *line.split()), flush=True)
            except Exception as problem:
                print(f"error {problem!r}", flush=True)


if __name__ == "__main__":
    main()
