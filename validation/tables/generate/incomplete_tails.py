"""incompleteGamma.csv and incompleteBeta.csv: both tails of the gamma and beta distributions, and their logarithms.

With D = x^a e^-x / Gamma(a), or x^a y^b / B(a, b),

  gamma   P = D/a sum x^n / ((a+1)...(a+n)), DLMF 8.7.1, and Q = 1 - P
  beta    I_x(a, b) = D/a sum (a+b)_n / (a+1)_n x^n, DLMF 8.17.8, or the same for I_y(b, a), whichever is shorter, and the
          other as 1 minus it

in Arb balls. All terms are positive, so what is cut off after a term is at most term * q / (1 - q), q a bound of all
later ratios: for the gamma series the ratio met, which falls; for the beta series, whose ratio tends monotonically to
x, the larger of the ratio met and x. Where 1 minus a sum cancels, the precision is raised until 34 digits stand.

Checked against Arb's and mpmath's own functions on random rows.
"""

import random

import mpmath
from flint import arb, ctx
from mpmath import mp, mpf

from enclosures import Unproven, proven
from table import double, log_uniform, with_neighbours, write_table

SEED = 20261125
SMALL = -2000  # logarithm of the smallest tail tabulated
TAILS = {
    'lower': 'probability of less, 34 digits',
    'upper': 'probability of more',
    'logLower': 'its natural logarithm',
    'logUpper': 'its natural logarithm',
    'region': 'the stratum the point was drawn for',
}


def positive_series(ratio, limit):
    """1 + sum of products of ratio(0), ratio(1), ...; from some n on, no later ratio exceeds limit(n) < 1."""
    term = total = arb(1)
    n = 0
    small = arb(2) ** -ctx.prec
    while True:
        term = term * ratio(n)
        total = total + term
        n += 1
        if n % 16 == 0 and term < total * small:
            bound = limit(n)
            if bound < 1:
                rest = term * bound / (1 - bound)
                return total + rest.union(arb(0))


def gamma_tails(a, x):
    a, x = arb(a), arb(x)
    front = a * x.log() - x - a.lgamma()
    lower = front.exp() / a * positive_series(lambda n: x / (a + n + 1), lambda n: x / (a + n + 1))
    return lower, 1 - lower


def beta_tails(a, b, odds):
    a, b, odds = arb(a), arb(b), arb(odds)
    y = 1 / (1 + odds)
    x = odds * y
    if terms_needed(a, b, x, y) <= terms_needed(b, a, y, x):
        lower = beta_lower(a, b, x, y)
        return lower, 1 - lower
    upper = beta_lower(b, a, y, x)
    return 1 - upper, upper


def terms_needed(a, b, x, y):
    """Roughly: how far the terms rise, and how long they take to fall."""
    a, b, x, y = (float(v) for v in (a, b, x, y))
    mean = a / (a + b)
    rise = max(0.0, (x * (a + b) - a) / y)
    spread = (a + rise + 1) ** 0.5 * (1 + x / y) ** 0.5 * 12
    return rise + min(spread, 150 * (a + rise + 1) * mean / (x + 1e-300)) + 100 / max(y, 1e-9) ** 0.5


def beta_cost(a, b, odds):
    x, y = odds / (1 + odds), 1 / (1 + odds)
    return min(terms_needed(a, b, x, y), terms_needed(b, a, y, x))


def beta_lower(a, b, x, y):
    front = a * x.log() + b * y.log() + (a + b).lgamma() - a.lgamma() - b.lgamma()
    ratio = lambda n: x * (a + b + n) / (a + 1 + n)

    def limit(n):
        q = ratio(n)
        return q if q > x else x

    return front.exp() / a * positive_series(ratio, limit)


def row_of(tails):
    lower, upper = tails
    return [lower, upper, lower.log(), upper.log()]


def gamma_points(rng):
    for df in [1, 2, 3, 4, 5, 7, 10, 16, 30, 59, 60, 61, 64, 100, 256, 767, 768, 4096, 32895, 295295, 8386559]:
        a = df / 2
        for c in (-8, -3, -1, -0.1, 0, 0.1, 1, 3, 5, 8, 12, 20, 35):
            if a + c * a ** 0.5 > 0:
                yield a, a + c * a ** 0.5, 'chi-squared'
    for _ in range(600):
        a = log_uniform(rng, 0.5, 1e4)
        yield a, abs(a + rng.uniform(-8, 30) * a ** 0.5), 'common'
    for _ in range(100):
        a = log_uniform(rng, 1e4, 1e7)
        yield a, a + rng.uniform(-12, 35) * a ** 0.5, 'large a'
    for _ in range(12):
        a = log_uniform(rng, 1e7, 1e9)
        yield a, a + rng.uniform(-5, 5) * a ** 0.5, 'huge a'
    for _ in range(300):
        yield log_uniform(rng, 0.5, 1000), log_uniform(rng, 1e-12, 1e4), 'wide'
    for a in [0.5, 0.75, 1, 1.5, 2, 10, 29.5, 30, 30.5, 31, 100, 1000.5]:
        for x in with_neighbours(a):
            yield a, x, 'edge'
    for a in with_neighbours(30):
        for x in (1e-300, 1e-100, 1, 10, 20, 29, 30.5, 40, 100, 700):
            yield a, x, 'edge'
    for a in (0.5, 1, 1.5, 5):
        for x in (1e-300, 1e-200, 1e-30, 1e-10, 700, 740, 5000):
            yield a, x, 'extreme'


def beta_points(rng):
    for d1 in [1, 2, 3, 15, 63, 255, 767, 4095]:
        for d2 in [1, 2, 7, 15, 60, 300, 7670, 766233]:
            for f in (1e-6, 0.01, 0.3, 0.8, 1, 1.2, 2, 5, 30, 1000, 1e8):
                yield d1 / 2, d2 / 2, d1 * f / d2, 'F'
    for _ in range(700):
        a, b = log_uniform(rng, 0.5, 1e4), log_uniform(rng, 0.5, 1e4)
        width = (1 / a + 1 / b) ** 0.5
        yield a, b, a / b * mpmath.exp(rng.uniform(-10, 10) * width), 'common'
    for _ in range(60):
        a, b = log_uniform(rng, 1e4, 1e8), log_uniform(rng, 1e4, 1e8)
        yield a, b, a / b * mpmath.exp(rng.uniform(-12, 12) * (1 / a + 1 / b) ** 0.5), 'large a and b'
    for _ in range(120):
        a, b = log_uniform(rng, 0.5, 40), log_uniform(rng, 1e4, 1e15)
        yield a, b, a / b * mpmath.exp(rng.uniform(-8, 5) * min(1, a ** -0.5)), 'small a, large b'
    for _ in range(80):
        a, b = log_uniform(rng, 30, 1e6), log_uniform(rng, 0.5, 5)
        yield a, b, a / b * mpmath.exp(rng.uniform(-6, 6)), 'large a, small b'
    for a in with_neighbours(30):
        for b in (0.5, 1, 3.5, 30, 30.5, 1000):
            for scale in (0.01, 0.5, 0.999999, 1, 1.000001, 2, 100):
                yield a, b, a / b * scale, 'edge'


def is_within_reach(tails, point):
    """Whether both tails are above e^SMALL."""
    saved, ctx.prec = ctx.prec, 200 - int(SMALL * 1.45)
    try:
        return all(v > arb(SMALL).exp() for v in tails(*point))
    finally:
        ctx.prec = saved


def tabulate(name, tails, points, names, check, cost, stride):
    rng = random.Random(SEED)
    rows, seen, arguments = [], set(), []
    for *point, region in points(rng):
        point = tuple(float(v) for v in point)
        if point in seen:
            continue
        seen.add(point)
        if cost(*point) > 100000 or not is_within_reach(tails, point):
            continue
        rows.append([*map(double, point), *proven(lambda: row_of(tails(*point))), region])
        arguments.append((point, rows[-1]))
    sample = [entry for entry in arguments if max(entry[0][: len(entry[0]) - 1]) <= 1e4][::stride]
    worst = max(check(point, row) for point, row in sample)
    if not worst < mpf('1e-33'):
        raise SystemExit(f'{name}: differs from mpmath by {worst}')
    columns = {**names, **TAILS}
    write_table(name, 'incomplete_tails.py', SEED, columns, rows,
                [f'{len(sample)} rows with parameters up to 1e4 against mpmath: largest relative difference {mpmath.nstr(worst, 3)}'])


def difference(text, value):
    return abs(mpf(text) - value) / abs(value)


def check_gamma(point, row):
    with mp.workdps(120):
        a, x = (mpf(v) for v in point)
        scale = max(1, int(-mpmath.log10(min(mpf(row[2]), mpf(row[3])))))
        with mp.workdps(120 + scale):
            return max(difference(row[2], mpmath.gammainc(a, 0, x, regularized=True)),
                       difference(row[3], mpmath.gammainc(a, x, mpmath.inf, regularized=True)))


def check_beta(point, row):
    scale = max(1, int(-mpmath.log10(min(mpf(row[3]), mpf(row[4])))))
    with mp.workdps(80 + scale):
        a, b, odds = (mpf(v) for v in point)
        lower = mpmath.betainc(a, b, 0, odds / (1 + odds), regularized=True)
        return max(difference(row[3], lower), difference(row[4], 1 - lower))


def main():
    tabulate('incompleteGamma.csv', gamma_tails, gamma_points, {'a': 'shape', 'x': 'argument'}, check_gamma,
             lambda a, x: 0, 5)
    tabulate('incompleteBeta.csv', beta_tails, beta_points,
             {'a': 'first shape', 'b': 'second shape', 'odds': 'x/(1-x)'}, check_beta,
             beta_cost, 7)


if __name__ == '__main__':
    main()
