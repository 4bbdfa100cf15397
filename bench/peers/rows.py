"""What is done to rows: sums, distances, products, softmax. Inputs are rows, columns and, where needed, matrix."""

import numpy as np
from scipy.special import logsumexp, softmax

_copies = {}


def rows_of(inputs):
    return inputs.rows.reshape(-1, int(inputs.columns))


def copy(inputs):
    target = _copies.get(inputs.rows.nbytes)
    if target is None:
        _copies.clear()
        target = _copies[inputs.rows.nbytes] = np.empty_like(inputs.rows)
    np.copyto(target, inputs.rows)
    return target


def column_sums(inputs):
    """Added in the precision of the rows, one after the other, as mean(axis=0) does."""
    return rows_of(inputs).sum(axis=0)


def column_sums_in_doubles(inputs):
    return rows_of(inputs).sum(axis=0, dtype=np.float64)


def column_means(inputs):
    return rows_of(inputs).mean(axis=0)


def column_means_in_doubles(inputs):
    return rows_of(inputs).mean(axis=0, dtype=np.float64)


def squared_distances(inputs):
    differences = rows_of(inputs) - inputs.matrix
    return np.einsum("ij,ij->i", differences, differences)


def product(inputs):
    return (rows_of(inputs) @ inputs.matrix.reshape(-1, int(inputs.columns)).T).ravel()


def shares(inputs):
    return softmax(rows_of(inputs), axis=1).ravel()


def shares_by_hand(inputs):
    x = rows_of(inputs)
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    powers /= powers.sum(axis=1, keepdims=True)
    return powers.ravel()


def log_sum_exp(inputs):
    return logsumexp(rows_of(inputs), axis=1)


KERNELS = {
    "copy": copy,
    "column-sums": column_sums,
    "column-sums-in-doubles": column_sums_in_doubles,
    "column-means": column_means,
    "column-means-in-doubles": column_means_in_doubles,
    "squared-distances": squared_distances,
    "product": product,
    "softmax": shares,
    "softmax-by-hand": shares_by_hand,
    "log-sum-exp": log_sum_exp,
}
