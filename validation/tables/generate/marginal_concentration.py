"""marginalConcentration.csv: kappa > 0 with A_p(kappa) = rBar A_p(kappa n rBar), Schou's marginal estimate.

For n rBar^2 > 1 the difference A_p(kappa) - rBar A_p(kappa n rBar) changes its sign once: enclosures of it at
kappa (1 -+ 1e-42), negative and positive, prove that the root lies between.
"""

import math
import random

import mpmath
from flint import arb, ctx
from mpmath import mp, mpf

from crosscheck import a_ratio, check_rows, digits_for
from enclosures import MAX_PRECISION, Unproven, complement, derivatives, digits34, order_of
from inverse import newton
from log_normalizer import PAPER_DIMENSIONS
from table import double, log_uniform, write_table

SEED = 20241125
DIMENSIONS = [2, 3, 4, 5.5, 10, 20, 33.3, *PAPER_DIMENSIONS]
COLUMNS = {
    'p': 'dimension',
    'n': 'number of vectors',
    'rBar': 'mean resultant length, the exact input (empty where the input is oneMinusRBar)',
    'oneMinusRBar': '1 - rBar, the exact input (empty where the input is rBar)',
    'kappa': 'the concentration',
    'condition': 'relative change of kappa for a relative change of the input, 10 digits',
}


def excess(nu, n, rest, kappa):
    """A(kappa) - rBar A(kappa n rBar), positive above the root."""
    r_bar = 1 - rest
    return rest + r_bar * complement(nu, kappa * n * r_bar) - complement(nu, kappa)


def solve(nu, n, given, is_complement):
    """(kappa, condition) as balls."""
    rest = given if is_complement else 1 - given
    r_bar = 1 - rest
    low, high = arb(0), newton(nu, rest)
    kappa = high
    for _ in range(600):
        error = excess(nu, n, rest, kappa).mid()
        if error > 0:
            high = kappa
        else:
            low = kappa
        inner = kappa * n * r_bar
        slope = derivatives(nu, kappa)[0] - n * r_bar * r_bar * derivatives(nu, inner)[0]
        step = (error / slope).mid()
        if abs(step) < kappa * arb('1e-44'):
            break
        trial = (kappa - step).mid()
        kappa = trial if trial > low and trial < high else ((low + high) / 2 if low > 0 else high / 8).mid()
    else:
        raise Unproven('Newton did not settle')
    below, above = (kappa * (1 - arb('1e-42'))).mid(), (kappa * (1 + arb('1e-42'))).mid()
    if not (excess(nu, n, rest, below) < 0 and excess(nu, n, rest, above) > 0):
        raise Unproven('not bracketed')
    by_length = 1 - complement(nu, inner) + inner * derivatives(nu, inner)[0]
    return below.union(above), abs(given * by_length / (kappa * slope))


def row(p, n, given, is_complement):
    precision = 256
    while precision <= MAX_PRECISION:
        ctx.prec = precision
        try:
            kappa, condition = solve(order_of(p), arb(n), arb(given), is_complement)
            text = digits34(kappa)
            if condition.rel_accuracy_bits() < 60:
                raise Unproven('condition too wide')
            inputs = ['', double(given)] if is_complement else [double(given), '']
            return [double(p), double(n), *inputs, text, condition.str(10, radius=False)]
        except Unproven:
            precision = precision * 3 // 2
    raise Unproven(f'marginal concentration at p={p}, n={n}, {given}')


def points(rng):
    def counts():
        return rng.choice([2, 3, 5, 10, 30, 100, 1000, 1e6, 1.25, 17.5, log_uniform(rng, 1.01, 1e9)])

    for _ in range(320):
        n = counts()
        least = 1 / math.sqrt(n)
        yield rng.choice(DIMENSIONS), n, least + (1 - least) * rng.uniform(0, 1), False
    for _ in range(80):
        n = counts()
        yield rng.choice(DIMENSIONS), n, (1 + log_uniform(rng, 1e-8, 0.1)) / math.sqrt(n), False
    for _ in range(200):
        yield rng.choice(DIMENSIONS), counts(), log_uniform(rng, 1e-30, 0.1), True


def check(line):
    """Put back into A by mpmath."""
    with mp.workdps(digits_for(*(mpf(v or 1) for v in line[:5]))):
        p, n, kappa = mpf(float(line[0])), mpf(float(line[1])), mpf(line[4])
        r_bar = mpf(float(line[2])) if line[2] else 1 - mpf(float(line[3]))
        nu = p / 2 - 1
        inner = kappa * n * r_bar
        left, right = a_ratio(nu, kappa), r_bar * a_ratio(nu, inner)
        # The error of kappa that the difference stands for.
        slope = (1 - left ** 2 - (p - 1) * left / kappa) - n * r_bar ** 2 * (
            1 - (right / r_bar) ** 2 - (p - 1) * right / r_bar / inner)
        return abs((left - right) / (slope * kappa))


def main():
    rng = random.Random(SEED)
    seen, rows = set(), []
    for p, n, given, is_complement in points(rng):
        r_bar = 1 - given if is_complement else given
        key = (float(p), float(n), float(given), is_complement)
        if key in seen or not (r_bar < 1 or is_complement) or n * r_bar * r_bar <= 1 + 1e-9:
            continue
        seen.add(key)
        rows.append(row(*key))
    write_table('marginalConcentration.csv', 'marginal_concentration.py', SEED, COLUMNS, rows, check_rows(rows, check, SEED))


if __name__ == '__main__':
    main()
