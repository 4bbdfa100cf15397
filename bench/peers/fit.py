"""Fitting. Inputs are rows of unit length and their columns; a fit is kappa, then the mean direction."""

import warnings

import numpy as np
from scipy.stats import vonmises_fisher

from rows import rows_of


def by_scipy(inputs):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mu, kappa = vonmises_fisher.fit(rows_of(inputs))
    return np.concatenate([[kappa], mu])


def by_hand(inputs):
    """The mean, and kappa by the estimate of Banerjee et al. (2005): the least that can be done."""
    mean = rows_of(inputs).mean(axis=0, dtype=np.float64)
    r = np.linalg.norm(mean)
    p = len(mean)
    return np.concatenate([[r * (p - r * r) / (1 - r * r)], mean / r])


KERNELS = {"fit": by_scipy, "fit-by-hand": by_hand}
