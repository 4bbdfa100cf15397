"""logNormalizer.csv: log C_p(kappa), A_p(kappa) and 1 - A_p(kappa) over the whole domain."""

import math
import random

from flint import arb

from enclosures import complement, log_normalizer, order_of, proven, ratio
from crosscheck import check_log_normalizer, check_rows
from table import LARGEST, SMALLEST, double, log_uniform, with_neighbours, write_table

SEED = 20240601
SMALL_DIMENSIONS = [1, 1.5, 2, 2.1, 2.5, 3, 3.7, 4, 5, 6, 7.3, 8, 10, 12.9, 16, 20, 33.3, 50, 64, 100, 150, 200]
PAPER_DIMENSIONS = [64, 128, 256, 512, 1024, 2048, 4096]
EDGE_RADII = [41, 48, 69, 74, 125, 152, 345, 560, 2400, 1.2e4, 2.8e5]
COLUMNS = {
    'p': 'dimension (nu = p/2 - 1 exactly)',
    'kappa': 'concentration',
    'logC': 'log C_p(kappa) = nu log kappa - (p/2) log 2pi - log I_nu(kappa), nats; its limit at kappa = 0',
    'A': 'A_p(kappa) = I_(p/2)(kappa) / I_(p/2-1)(kappa)',
    'oneMinusA': '1 - A_p(kappa)',
    'region': 'the stratum the point was drawn for',
}


def dimension(rng, low, high):
    p = log_uniform(rng, low, high)
    return float(round(p)) if rng.random() < 0.5 and round(p) >= 1 else p


def kappa_at_radius(p, r):
    nu = p / 2 - 1
    return math.sqrt((r - nu) * (r + nu)) if r > abs(nu) else None


def points(rng):
    for _ in range(2400):
        yield rng.choice(PAPER_DIMENSIONS), log_uniform(rng, 0.1, 1000), 'paper'
    for _ in range(1200):
        yield rng.randint(64, 4096), log_uniform(rng, 0.1, 1000), 'paper'
    for _ in range(800):
        yield rng.choice(PAPER_DIMENSIONS), rng.uniform(20, 500), 'paper'

    for _ in range(5500):
        p = rng.choice(SMALL_DIMENSIONS) if rng.random() < 0.7 else rng.uniform(1, 200)
        low = max(1e-3, abs(p / 2 - 1) * 1.0000001)
        if low < 100:
            yield p, kappa_at_radius(p, log_uniform(rng, low, 100)), 'small radius'
    for _ in range(1500):
        yield rng.uniform(1, 90), rng.uniform(0, 45), 'small radius'

    for r in EDGE_RADII:
        for p in SMALL_DIMENSIONS:
            kappa = kappa_at_radius(p, r)
            if kappa:
                yield from ((p, k, 'radius edge') for k in with_neighbours(kappa))
        for _ in range(14):
            angle = rng.uniform(0, math.pi / 2)
            p, kappa = 2 * (r * math.cos(angle) + 1), r * math.sin(angle)
            yield from ((p, k, 'radius edge') for k in with_neighbours(kappa))
            yield from ((q, kappa, 'radius edge') for q in with_neighbours(p)[1:])
    for kappa in (1.0, 6.0, 12.0):
        for p in [*SMALL_DIMENSIONS, *(2 * (nu + 1) for nu in (16, 17, 25, 29, 40, 41)), *(rng.uniform(1, 90) for _ in range(10))]:
            yield from ((p, k, 'kappa edge') for k in with_neighbours(kappa))

    for _ in range(3000):
        p = dimension(rng, 2, 1e15)
        yield p, p * 10 ** rng.uniform(-1.5, 1.5), 'transition'
    for _ in range(500):
        p = dimension(rng, 2, 1e15)
        yield p, p * rng.uniform(0.4, 0.6), 'transition'

    for _ in range(2500):
        yield dimension(rng, 1, 1e15), log_uniform(rng, 1e-6, 1e17), 'wide'
    for _ in range(2500):
        yield dimension(rng, 1, 1e15), log_uniform(rng, SMALLEST, LARGEST), 'whole domain'

    for _ in range(300):
        yield 1 + 10 ** rng.uniform(-15.6, 0), log_uniform(rng, 1e-3, 1e5), 'p near 1'
    for _ in range(200):
        yield 1, log_uniform(rng, 1e-8, 1e6), 'p = 1'
    for _ in range(200):
        yield 2 + rng.choice([-1, 1]) * 10 ** rng.uniform(-15.6, -1), log_uniform(rng, 1e-3, 1e5), 'p near 2'
    for _ in range(200):
        yield rng.choice([2, 3]), log_uniform(rng, 1e-8, 1e6), 'p = 2 or 3'

    for p in [*SMALL_DIMENSIONS, *PAPER_DIMENSIONS, *(dimension(rng, 1, 1e15) for _ in range(120)), 1e15]:
        yield p, 0.0, 'kappa = 0'
    for p in [*SMALL_DIMENSIONS, *PAPER_DIMENSIONS, 1e6, 1e15]:
        for kappa in (SMALLEST, 1e-323, 1e-310, 2.2250738585072014e-308, 1e-200, 1e-160, 1e-150, 1e-100, 1e-20, 1e-9):
            yield p, kappa, 'tiny kappa'
        for kappa in (1e20, 1e100, 9.999e149, 1e150, 1.0001e150, 1e154, 1.3e154, 1e200, 1e300, 8.98e307, 1.797e308, LARGEST):
            yield p, kappa, 'huge kappa'
    for _ in range(400):
        yield dimension(rng, 1, 1e15), log_uniform(rng, 1e150, LARGEST), 'huge kappa'
    for _ in range(200):
        yield dimension(rng, 1, 1e15), log_uniform(rng, SMALLEST, 1e-300), 'tiny kappa'
    for _ in range(200):
        yield log_uniform(rng, 1e12, 1e15), log_uniform(rng, 1e10, 1e20), 'huge p'

    yield from zeros(rng)


def zeros(rng):
    """Doubles beside the zero of log C_p, which exists where log C_p(0) > 0 (p >= 18 or so)."""
    dimensions = [*(64, 128, 256, 512, 1024, 2048, 4096, 1e6), *(dimension(rng, 20, 1e6) for _ in range(50)), *(rng.uniform(18, 60) for _ in range(20))]
    for p in dimensions:
        nu = order_of(p)

        def positive(kappa):
            return log_normalizer(nu, arb(kappa)) > 0

        low, high = 0.0, 8.0 * p
        if not positive(low) or positive(high):
            continue
        while math.nextafter(low, math.inf) < high:
            middle = low + (high - low) / 2
            low, high = (middle, high) if positive(middle) else (low, middle)
        for kappa in (low, high, low * (1 - 1e-6), low * (1 + 1e-6), low * 0.999, low * 1.001):
            yield p, kappa, 'zero of log C'


def row(p, kappa, region):
    nu, x = order_of(p), arb(kappa)
    if kappa == 0:
        values = [*proven(lambda: log_normalizer(nu, x)), '0', '1']
    else:
        values = proven(lambda: (log_normalizer(nu, x), ratio(nu, x), complement(nu, x)))
    return [double(p), double(kappa), *values, region]


def main():
    rng = random.Random(SEED)
    seen, rows = set(), []
    for p, kappa, region in points(rng):
        p, kappa = float(p), float(kappa)
        if p < 1 or (p, kappa) in seen:
            continue
        seen.add((p, kappa))
        rows.append(row(p, kappa, region))
    write_table('logNormalizer.csv', 'log_normalizer.py', SEED, COLUMNS, rows, check_rows(rows, check_log_normalizer, SEED))


if __name__ == '__main__':
    main()
