"""besselI.csv: log I_nu(x) and I_{nu+1}(x)/I_nu(x) for real nu >= -1/2, x > 0."""

import math
import random

from flint import arb

from crosscheck import check_bessel, check_rows
from enclosures import log_bessel_i, proven, ratio
from table import LARGEST, SMALLEST, double, log_uniform, write_table

SEED = 20240602
COLUMNS = {
    'nu': 'order, a double >= -1/2',
    'x': 'argument, a double > 0',
    'logI': 'log I_nu(x), nats',
    'ratio': 'I_(nu+1)(x) / I_nu(x)',
    'region': 'the stratum the point was drawn for',
}
ORDERS = [-0.5, -0.49999999999999994, -0.3, -1e-9, 0, 1e-300, 1e-9, 0.1, 0.5, 1, 1.3, 2, 5.5, 10, 17, 25, 29, 41, 127, 383.5, 1e3, 1e6, 1e15]


def order(rng):
    nu = log_uniform(rng, 1e-3, 1e15)
    return rng.choice([nu, float(round(nu)), round(nu) + 0.5, max(nu - 0.5, -0.5)])


def points(rng):
    for _ in range(1200):
        yield rng.choice(ORDERS), log_uniform(rng, 1e-3, 1e4), 'chosen orders'
    for nu in ORDERS:
        for x in (SMALLEST, 1e-310, 1e-200, 1e-100, 1e-20, 1e-9, 1e-3, 1.0, 700.0, 1e20, 1e100, 1e150, 1e154, 1e200, 1.797e308, LARGEST):
            yield nu, x, 'chosen orders'
    for _ in range(1000):
        yield rng.uniform(-0.5, 60), log_uniform(rng, 1e-2, 200), 'small'
    for _ in range(1000):
        nu = order(rng)
        yield nu, max(nu, 0.1) * 10 ** rng.uniform(-1.5, 1.5), 'transition'
    for _ in range(1000):
        yield order(rng), log_uniform(rng, 1e-6, 1e17), 'wide'
    for _ in range(800):
        yield order(rng), log_uniform(rng, SMALLEST, LARGEST), 'whole domain'
    for _ in range(200):
        yield order(rng), log_uniform(rng, 1e150, LARGEST), 'huge x'
    yield from unit_values(rng)


def unit_values(rng):
    """Doubles beside the x at which I_nu(x) = 1, which exists for every nu > 0."""
    orders = [1e-12, 1e-6, 1e-3, 0.5, 1, 2, 3, 7.3, *(log_uniform(rng, 1e-3, 1e15) for _ in range(60)), *(rng.uniform(0, 50) for _ in range(30))]
    for nu in orders:
        nu_ball = arb(nu)
        low, high = 1e-300, 4 * nu + 10
        while math.nextafter(low, math.inf) < high:
            middle = math.sqrt(low) * math.sqrt(high) if high > 2 * low else low + (high - low) / 2
            low, high = (low, middle) if log_bessel_i(nu_ball, arb(middle)) > 0 else (middle, high)
        for x in (low, high, low * (1 - 1e-6), low * (1 + 1e-6), low * 0.99, low * 1.01):
            yield nu, x, 'I near 1'


def main():
    rng = random.Random(SEED)
    seen, rows = set(), []
    for nu, x, region in points(rng):
        nu, x = float(nu), float(x)
        if (nu, x) in seen:
            continue
        seen.add((nu, x))
        nu_ball, x_ball = arb(nu), arb(x)
        values = proven(lambda: (log_bessel_i(nu_ball, x_ball), ratio(nu_ball, x_ball)))
        rows.append([double(nu), double(x), *values, region])
    write_table('besselI.csv', 'bessel_i.py', SEED, COLUMNS, rows, check_rows(rows, check_bessel, SEED))


if __name__ == '__main__':
    main()
