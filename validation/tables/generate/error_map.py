"""errorMap.csv: log C_p(kappa) on the grid of the error map, integer p from 2 to 10^6, kappa from 10^-3 to 10^6."""

import random

from flint import arb
from mpmath import mp

from enclosures import log_normalizer, order_of, proven
from table import double, write_table

SEED = 20240607
P_PER_DECADE, KAPPA_PER_DECADE = 10, 20 / 3
COLUMNS = {
    'p': 'dimension, the integers nearest to ten a decade (nu = p/2 - 1 exactly)',
    'kappa': 'concentration, the middle of each of 60 equal parts of [10^-3, 10^6] on a log scale',
    'logC': 'log C_p(kappa), nats',
}


def dimensions():
    return sorted({round(2 * 10 ** (i / P_PER_DECADE)) for i in range(57)} | {1_000_000})


def concentrations():
    return [10 ** (-3 + (i + 0.5) / KAPPA_PER_DECADE) for i in range(60)]


def series_at_80_digits(p, kappa):
    """The power series of I_nu, summed by mpmath, as a second opinion where it is short."""
    with mp.workdps(80):
        nu = mp.mpf(p) / 2 - 1
        return mp.loggamma(nu + 1) - mp.log(2) - (nu + 1) * mp.log(mp.pi) - mp.log(mp.hyp0f1(nu + 1, mp.mpf(kappa) ** 2 / 4))


def check(rows):
    short = [row for row in rows if float(row[1]) <= 3000]
    sample = random.Random(SEED).sample(short, 200)
    with mp.workdps(80):
        worst = max(abs(series_at_80_digits(int(p), float(kappa)) / mp.mpf(value) - 1) for p, kappa, value in sample)
    if worst > mp.mpf('1e-33'):
        raise SystemExit(f'mpmath disagrees: {worst}')
    return [f'200 of the points with kappa <= 3000 by mpmath hyp0f1 at 80 digits: largest relative difference {mp.nstr(worst, 2)}']


def main():
    rows = []
    for p in dimensions():
        nu = order_of(p)
        for kappa in concentrations():
            rows.append([str(p), double(kappa), *proven(lambda: log_normalizer(nu, arb(kappa)))])
        print(f'p = {p}', flush=True)
    write_table('errorMap.csv', 'error_map.py', SEED, COLUMNS, rows, check(rows))


if __name__ == '__main__':
    main()
