"""elementary.csv: exp, log and log(1 + x) for the kernels that decide random draws, and normal tails."""

import math
import random

import mpmath
from flint import arb

from crosscheck import check_rows, difference
from enclosures import proven
from table import double, write_table

SEED = 20261125
COLUMNS = {
    'function': 'exp, log, log1p, or normal: P(|Z| > x) of a standard normal Z',
    'x': 'argument',
    'value': 'the function at x',
    'region': 'the stratum the point was drawn for',
}


def normal_tail(x):
    return (x / arb(2).sqrt()).erfc()


ARB = {'exp': arb.exp, 'log': arb.log, 'log1p': arb.log1p, 'normal': normal_tail}
MPMATH = {
    'exp': mpmath.exp,
    'log': mpmath.log,
    'log1p': mpmath.log1p,
    'normal': lambda x: mpmath.erfc(x / mpmath.sqrt(2)),
}


def points(rng):
    for _ in range(600):
        yield 'exp', rng.uniform(-708, 709), 'wide'
        yield 'exp', -rng.expovariate(0.3), 'wedge of the ziggurat'
    for _ in range(300):
        yield 'exp', rng.choice((-1, 1)) * 10 ** rng.uniform(-17, 0), 'near 0'
    for n in range(-40, 41):
        # Where the table changes its row: (n + 1/2) log 2 / 32.
        edge = (n + 0.5) * math.log(2) / 32
        for x in (math.nextafter(edge, -math.inf), edge, math.nextafter(edge, math.inf)):
            yield 'exp', x, 'row change'
    for _ in range(100):
        yield 'exp', rng.uniform(-745.1, -708.4), 'subnormal'
    for _ in range(600):
        yield 'log', rng.random() or 0.5, 'unit interval'
        yield 'log', 2 ** rng.uniform(-1022, 1023), 'wide'
    for n in range(129):
        # Where the table changes its row: 1 + n/128.
        edge = 1 + n / 128
        for x in (math.nextafter(edge, 0), edge, math.nextafter(edge, 4)):
            if x != 1:
                yield 'log', x, 'row change'
    for _ in range(600):
        yield 'log1p', rng.uniform(-0.125, 0.125), 'series'
        yield 'log1p', rng.choice((-1, 1)) * 10 ** rng.uniform(-300, -1), 'near 0'
    for _ in range(300):
        yield 'log1p', rng.uniform(-1, -0.125), 'beyond'
        yield 'log1p', 10 ** rng.uniform(-0.9, 300), 'beyond'
    for _ in range(20):
        yield 'normal', rng.uniform(0.01, 8), 'tail'


def check(row):
    function, x, value = row[:3]
    with mpmath.mp.workdps(60):
        return difference(value, MPMATH[function](mpmath.mpf(float(x))))


def main():
    rng = random.Random(SEED)
    rows = []
    for function, x, region in dict.fromkeys(points(rng)):
        ball = arb(x)
        rows.append([function, double(x), *proven(lambda: ARB[function](ball)), region])
    write_table('elementary.csv', 'elementary.py', SEED, COLUMNS, rows, check_rows(rows, check, SEED))


if __name__ == '__main__':
    main()
