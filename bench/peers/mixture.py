"""
EM for mixtures of von Mises-Fisher distributions (Banerjee et al., JMLR 6 (2005)), kappa by their closed form.

Inputs are rows and columns, or data, indices and indptr of sparse rows; passes; and where to start: weights, kappas,
directions. A pass is the E step with all sums over rows; between two passes the parameters are updated. Out come
the mean log-likelihood in each pass, then the last weights and kappas.
"""

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import ive, logsumexp

from log_normalizer import LOG_2PI
from rows import rows_of

# Rows whose products stay in cache.
BLOCK = 1024
# From this dimension on ive underflows for kappas that are met, and the expansion below has all digits.
LARGE = 512


def log_bessel_expansion(nu, x):
    """log I_nu(x) by the uniform expansion, DLMF 10.41.3, with three terms."""
    r = np.sqrt(nu * nu + x * x)
    t = nu / r
    u1 = (3 * t - 5 * t**3) / 24
    u2 = (81 * t**2 - 462 * t**4 + 385 * t**6) / 1152
    u3 = (30375 * t**3 - 369603 * t**5 + 765765 * t**7 - 425425 * t**9) / 414720
    series = np.log1p(u1 / nu + u2 / nu**2 + u3 / nu**3)
    return r + nu * np.log(x / (nu + r)) - 0.5 * np.log(r) - 0.5 * LOG_2PI + series


def log_normalizer(p, kappa):
    nu = p / 2 - 1
    log_bessel = log_bessel_expansion(nu, kappa) if p > LARGE else np.log(ive(nu, kappa)) + kappa
    return nu * np.log(kappa) - p / 2 * LOG_2PI - log_bessel


def concentration(p, r_bar):
    return r_bar * (p - r_bar * r_bar) / (1 - r_bar * r_bar)


def shares_of(logits):
    """Overwrites log alpha f with responsibilities; the log-likelihood of each row."""
    largest = logits.max(axis=1)
    logits -= largest[:, None]
    np.exp(logits, out=logits)
    sums = logits.sum(axis=1)
    logits /= sums[:, None]
    return largest + np.log(sums)


def whole_pass(x, matrix, offsets):
    """All rows at once: n x K responsibilities."""
    logits = x @ matrix.T
    logits += offsets
    total = shares_of(logits).sum(dtype=np.float64)
    return total, logits.sum(axis=0, dtype=np.float64), logits.T @ x


def blocked_pass(x, matrix, offsets):
    """A block of rows at a time."""
    total, weights, sums = 0.0, 0.0, 0.0
    for first in range(0, x.shape[0], BLOCK):
        here = whole_pass(x[first : first + BLOCK], matrix, offsets)
        total, weights, sums = total + here[0], weights + here[1], sums + here[2]
    return total, weights, sums


def sparse_pass(x, matrix, offsets):
    logits = x @ np.ascontiguousarray(matrix.T)
    logits += offsets
    total = shares_of(logits).sum()
    return total, logits.sum(axis=0), (x.T @ logits).T


def by_products(one_pass):
    def run(x, directions, kappas, log_weights):
        matrix = kappas[:, None] * directions
        offsets = log_weights + log_normalizer(x.shape[1], kappas)
        # Products in the precision of the rows.
        return one_pass(x, matrix.astype(x.dtype, copy=False), offsets.astype(x.dtype, copy=False))

    return run


def loop_pass(x, directions, kappas, log_weights):
    """
    As spherecluster goes about it: densities a cluster at a time, posteriors a row at a time, and for the mean of
    each cluster a copy of the rows, weighted row by row.
    """
    n, p = x.shape
    k = len(kappas)
    posterior = np.empty((k, n))
    for c in range(k):
        posterior[c] = log_weights[c] + log_normalizer(p, kappas[c]) + kappas[c] * x.dot(directions[c])
    total = 0.0
    for i in range(n):
        row = logsumexp(posterior[:, i])
        total += row
        posterior[:, i] = np.exp(posterior[:, i] - row)
    sums = np.empty((k, p))
    for c in range(k):
        weighted = x.copy()
        for i in range(n):
            weighted[i] *= posterior[c, i]
        sums[c] = weighted.sum(axis=0)
    return total, posterior.sum(axis=1), sums


def iterate(inputs, x, one_pass):
    n, p = x.shape
    weights, kappas, directions = inputs.weights, inputs.kappas, inputs.directions.reshape(-1, p)
    means = []
    for step in range(int(inputs.passes)):
        if step > 0:
            lengths = np.linalg.norm(sums, axis=1)
            directions = sums / lengths[:, None]
            kappas = concentration(p, lengths / totals)
            weights = totals / n
        total, totals, sums = one_pass(x, directions, kappas, np.log(weights))
        means.append(total / n)
    return np.concatenate([means, weights, kappas])


def sparse_of(inputs):
    shape = (len(inputs.indptr) - 1, int(inputs.columns))
    return csr_matrix((inputs.data, inputs.indices, inputs.indptr), shape=shape, copy=False)


KERNELS = {
    "em": lambda inputs: iterate(inputs, rows_of(inputs), by_products(whole_pass)),
    "em-in-blocks": lambda inputs: iterate(inputs, rows_of(inputs), by_products(blocked_pass)),
    "em-sparse": lambda inputs: iterate(inputs, sparse_of(inputs), by_products(sparse_pass)),
    "em-loop": lambda inputs: iterate(inputs, rows_of(inputs), loop_pass),
}
