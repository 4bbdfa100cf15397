"""relativeLogNormalizer.csv: L = log C_p(0) - log C_p(kappa), to full relative accuracy."""

import random

from flint import arb

from crosscheck import check_relative, check_rows
from enclosures import log_scaled_growth, order_of, proven
from log_normalizer import SMALL_DIMENSIONS, dimension
from table import LARGEST, SMALLEST, double, log_uniform, write_table

SEED = 20240604
LOGIT_DIMENSIONS = [2, 3, 16, 64, 128, 256, 512, 2048]
COLUMNS = {
    'p': 'dimension',
    'kappa': 'concentration',
    'L': 'log C_p(0) - log C_p(kappa) = log 0F1(p/2; kappa^2/4), nats',
    'region': 'the stratum the point was drawn for',
}


def points(rng):
    for p in LOGIT_DIMENSIONS:
        for _ in range(120):
            yield p, log_uniform(rng, 1e-4, 1e4), 'logits'
        for _ in range(60):
            yield p, rng.uniform(0, 1e4), 'logits'
        for kappa in (1e-4, 1e-3, 0.01, 0.1, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 1e4):
            yield p, kappa, 'logits'
    for _ in range(500):
        yield rng.choice(SMALL_DIMENSIONS), log_uniform(rng, 1e-3, 300), 'small'
    for _ in range(400):
        p = dimension(rng, 2, 1e15)
        yield p, p * 10 ** rng.uniform(-1.5, 1.5), 'transition'
    for _ in range(400):
        yield dimension(rng, 1, 1e15), log_uniform(rng, 1e-6, 1e17), 'wide'
    for _ in range(300):
        yield dimension(rng, 1, 1e15), log_uniform(rng, SMALLEST, LARGEST), 'whole domain'
    for p in [1, 1.5, 2, 3, 7.3, 64, 256, 4096, 1e6, 1e15]:
        for kappa in (SMALLEST, 1e-310, 1e-200, 1e-163, 1e-161, 1e-100, 1e-20, 1e-9, 1e20, 1e150, 1e300, LARGEST):
            yield p, kappa, 'extreme'


def main():
    rng = random.Random(SEED)
    seen, rows = set(), []
    for p, kappa, region in points(rng):
        p, kappa = float(p), float(kappa)
        if (p, kappa) in seen:
            continue
        seen.add((p, kappa))
        nu, x = order_of(p), arb(kappa)
        rows.append([double(p), double(kappa), *proven(lambda: log_scaled_growth(nu, x)), region])
    write_table('relativeLogNormalizer.csv', 'relative_log_normalizer.py', SEED, COLUMNS, rows, check_rows(rows, check_relative, SEED))


if __name__ == '__main__':
    main()
