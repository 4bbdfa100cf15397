"""derivatives.csv: the first three derivatives of A_p(kappa) in kappa."""

import random

from flint import arb

from crosscheck import check_derivatives, check_rows
from enclosures import derivatives, order_of, proven
from log_normalizer import PAPER_DIMENSIONS, SMALL_DIMENSIONS, dimension, kappa_at_radius
from table import LARGEST, SMALLEST, double, log_uniform, write_table

SEED = 20240603
COLUMNS = {
    'p': 'dimension',
    'kappa': 'concentration',
    'd1': "A_p'(kappa)",
    'd2': "A_p''(kappa)",
    'd3': "A_p'''(kappa)",
    'region': "the stratum the point was drawn for; 'd3 zero' where A''' changes sign within 1 % of kappa, so that d3 is ill-conditioned",
}


def points(rng):
    for _ in range(700):
        yield rng.choice(PAPER_DIMENSIONS), log_uniform(rng, 0.1, 1000), 'paper'
    for _ in range(900):
        p = rng.choice(SMALL_DIMENSIONS) if rng.random() < 0.7 else rng.uniform(1, 200)
        low = max(1e-3, abs(p / 2 - 1) * 1.0000001)
        if low < 100:
            yield p, kappa_at_radius(p, log_uniform(rng, low, 100)), 'small radius'
    for _ in range(500):
        p = dimension(rng, 2, 1e15)
        yield p, p * 10 ** rng.uniform(-1.5, 1.5), 'transition'
    for _ in range(800):
        yield dimension(rng, 1, 1e15), log_uniform(rng, 1e-6, 1e17), 'wide'
    for _ in range(500):
        yield dimension(rng, 1, 1e15), log_uniform(rng, SMALLEST, LARGEST), 'whole domain'
    for p in [*SMALL_DIMENSIONS, *PAPER_DIMENSIONS, 1e6, 1e15]:
        for kappa in (SMALLEST, 1e-310, 1e-200, 1e-160, 1e-150, 1e-100, 1e-20, 1e-9, 1e-5, 1e-3):
            yield p, kappa, 'tiny kappa'
        for kappa in (1e4, 1e5, 1e6, 1e8, 1e12, 1e20, 1e50, 1e75, 1e100, 1e150, 1e154, 1e300, LARGEST):
            yield p, kappa, 'huge kappa'


def changes_sign(p, kappa):
    """Whether A''' changes sign within 1 % of kappa; that can only be where kappa and p are of one size."""
    if not 1e-3 < kappa / p < 1e3:
        return False
    nu = order_of(p)
    below, above = (proven(lambda: derivatives(nu, arb(kappa * factor)))[2] for factor in (0.99, 1.01))
    return below.startswith('-') != above.startswith('-')


def main():
    rng = random.Random(SEED)
    seen, rows = set(), []
    for p, kappa, region in points(rng):
        p, kappa = float(p), float(kappa)
        if (p, kappa) in seen:
            continue
        seen.add((p, kappa))
        nu, x = order_of(p), arb(kappa)
        rows.append([double(p), double(kappa), *proven(lambda: derivatives(nu, x)), 'd3 zero' if changes_sign(p, kappa) else region])
    write_table('derivatives.csv', 'derivatives.py', SEED, COLUMNS, rows, check_rows(rows, check_derivatives, SEED, 500))


if __name__ == '__main__':
    main()
