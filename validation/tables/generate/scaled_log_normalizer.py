"""scaledLogNormalizer.csv: log(C_p(kappa) e^kappa), whose relative accuracy log C_p loses as kappa grows."""

import random

from flint import arb

from crosscheck import check_rows, check_scaled
from enclosures import order_of, proven, scaled_log_normalizer
from log_normalizer import PAPER_DIMENSIONS, SMALL_DIMENSIONS, dimension
from table import LARGEST, SMALLEST, double, log_uniform, with_neighbours, write_table

SEED = 20240608
COLUMNS = {
    'p': 'dimension (nu = p/2 - 1 exactly)',
    'kappa': 'concentration',
    'scaledLogC': 'log(C_p(kappa) e^kappa), nats; log C_p(0) at kappa = 0',
    'region': 'the stratum the point was drawn for',
}
EVERY_DIMENSION = [*SMALL_DIMENSIONS, *PAPER_DIMENSIONS, 1e5, 1e6, 1e10, 1e15]


def points(rng):
    for _ in range(600):
        yield rng.choice(PAPER_DIMENSIONS), log_uniform(rng, 0.1, 1e5), 'paper'
    for _ in range(400):
        yield rng.uniform(1, 100), rng.uniform(0, 45), 'small radius'
    for _ in range(400):
        p = dimension(rng, 2, 1e15)
        yield p, p * 10 ** rng.uniform(-1.5, 1.5), 'transition'
    for _ in range(500):
        yield dimension(rng, 1, 1e15), log_uniform(rng, 1e-6, 1e17), 'wide'
    for _ in range(500):
        yield dimension(rng, 1, 1e15), log_uniform(rng, SMALLEST, LARGEST), 'whole domain'
    for _ in range(100):
        yield 1 + 10 ** rng.uniform(-15.6, 0), log_uniform(rng, 1e-3, 1e9), 'p near 1'
    for p in EVERY_DIMENSION:
        for kappa in (1024.0, 1e150):
            yield from ((p, k, 'kappa edge') for k in with_neighbours(kappa))
        for kappa in (0, SMALLEST, 1e-310, 1e-100, 1e-9, 1e9, 1e15, 1e16, 1e20, 1e100, 1e154, 1e200, 8.98e307, LARGEST):
            yield p, kappa, 'extreme'
    for _ in range(150):
        p = rng.uniform(1, 18.6)
        low, high = 0.0, 1e3
        if not (below_zero(p, low) and not below_zero(p, high)):
            continue
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if below_zero(p, middle) else (low, middle)
        for kappa in (low, low * (1 + 1e-9), low * 1.01):
            yield p, kappa, 'zero'


def below_zero(p, kappa):
    return not scaled_log_normalizer(order_of(p), arb(kappa)) > 0


def main():
    rng = random.Random(SEED)
    seen, rows = set(), []
    for p, kappa, region in points(rng):
        p, kappa = float(p), float(kappa)
        if (p, kappa) in seen:
            continue
        seen.add((p, kappa))
        nu, x = order_of(p), arb(kappa)
        rows.append([double(p), double(kappa), *proven(lambda: scaled_log_normalizer(nu, x)), region])
    write_table('scaledLogNormalizer.csv', 'scaled_log_normalizer.py', SEED, COLUMNS, rows, check_rows(rows, check_scaled, SEED))


if __name__ == '__main__':
    main()
