"""Maximum likelihood by SciPy. Inputs are rows of unit length and their columns; kappa, then the mean direction."""

import warnings

import numpy as np
from scipy.stats import vonmises_fisher

from rows import rows_of


def fit(inputs):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mu, kappa = vonmises_fisher.fit(rows_of(inputs))
    return np.concatenate([[kappa], mu])


KERNELS = {"fit": fit}
