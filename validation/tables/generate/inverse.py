"""inverse.csv: kappa with A_p(kappa) = rBar, or with 1 - A_p(kappa) = oneMinusRBar.

A_p increases strictly from 0 to 1, so A(low) < rBar < A(high), decided by enclosures, proves
low < kappa < high; low and high lie 1e-42 (relative) to either side of what Newton's method found.
"""

import math
import random

from flint import arb, ctx

from crosscheck import check_inverse, check_rows
from enclosures import MAX_PRECISION, Unproven, complement, derivatives, digits34, order_of
from log_normalizer import PAPER_DIMENSIONS, SMALL_DIMENSIONS, dimension
from table import LARGEST, double, log_uniform, write_table

SEED = 20240605
COLUMNS = {
    'p': 'dimension',
    'rBar': 'mean resultant length, the exact input (empty where the input is oneMinusRBar)',
    'oneMinusRBar': '1 - rBar, the exact input (empty where the input is rBar)',
    'kappa': 'the concentration with A_p(kappa) = rBar',
    'condition': "relative change of kappa for a relative change of the input, |input / (kappa A_p'(kappa))|, 10 digits",
}


def start_value(nu, rest):
    """Banerjee et al. 2005, or atanh for p = 1."""
    r, p = 1 - rest, 2 * nu + 2
    if p == 1:
        return ((2 - rest) / rest).log() / 2
    return r * (p - r * r) / (rest * (1 + r))


def newton(nu, rest):
    """A kappa with 1 - A(kappa) close to rest; not proven."""
    kappa = start_value(nu, rest).mid()
    low, high = arb(0), None
    for _ in range(400):
        error = (rest - complement(nu, kappa)).mid()
        if error > 0:
            high = kappa
        else:
            low = kappa
        step = (error / derivatives(nu, kappa)[0]).mid()
        if abs(step) < kappa * arb('1e-44'):
            return kappa
        trial = (kappa - step).mid()
        if not trial > low or (high is not None and not trial < high):
            trial = (kappa * 2 if high is None else (low + high) / 2 if low > 0 else high / 4).mid()
        kappa = trial
    raise Unproven('Newton did not settle')


def solve(nu, given, is_complement):
    """(kappa, condition) as balls."""
    rest = given if is_complement else 1 - given
    kappa = newton(nu, rest)
    low, high = (kappa * (1 - arb('1e-42'))).mid(), (kappa * (1 + arb('1e-42'))).mid()
    if not (complement(nu, low) > rest and complement(nu, high) < rest):
        raise Unproven('not bracketed')
    ball = low.union(high)
    return ball, given / (kappa * derivatives(nu, kappa)[0])


def row(p, given, is_complement):
    nu, target = order_of(p), arb(given)
    precision = 256 + int(2.2 * abs(math.log2(given)))
    while precision <= MAX_PRECISION:
        ctx.prec = precision
        try:
            kappa, condition = solve(nu, target, is_complement)
            text = digits34(kappa)
            if not kappa <= LARGEST:
                return None
            if condition.rel_accuracy_bits() < 60:
                raise Unproven('condition too wide')
            shown = condition.str(10, radius=False)
            return [double(p), '' if is_complement else double(given), double(given) if is_complement else '', text, shown]
        except Unproven:
            precision = precision * 3 // 2
    raise Unproven(f'inverse at p={p}, {given}')


def points(rng):
    dimensions = [*SMALL_DIMENSIONS, *PAPER_DIMENSIONS]

    def any_dimension():
        return rng.choice(dimensions) if rng.random() < 0.5 else dimension(rng, 1, 1e15)

    for _ in range(1200):
        yield any_dimension(), rng.uniform(0, 1), False
    for _ in range(500):
        yield any_dimension(), log_uniform(rng, 1e-12, 1), False
    for _ in range(150):
        yield any_dimension(), log_uniform(rng, 1e-300, 1), False
    for _ in range(300):
        yield any_dimension(), 1 - log_uniform(rng, 2 ** -53, 0.5), False
    for p in [*dimensions, 1e6, 1e15]:
        for r_bar in (1e-300, 1e-16, 1e-8, 0.001, 0.1, 0.5, 0.9, 0.99, 0.999999, 1 - 2 ** -52, 1 - 2 ** -53):
            yield p, r_bar, False
    for _ in range(300):
        yield 1 + 10 ** rng.uniform(-15, 0), rng.uniform(0, 1), False
    for _ in range(700):
        yield any_dimension(), log_uniform(rng, 1e-20, 0.999), True
    for _ in range(400):
        yield any_dimension(), log_uniform(rng, 1e-300, 1e-20), True
    for p in [*dimensions, 1e6, 1e15]:
        for rest in (1e-300, 1e-200, 1e-150, 1e-100, 1e-50, 1e-17, 1e-9, 0.001, 0.5, 0.999):
            yield p, rest, True


def main():
    rng = random.Random(SEED)
    seen, rows = set(), []
    for p, given, is_complement in points(rng):
        key = (float(p), float(given), is_complement)
        if key in seen or not 0 < given < 1:
            continue
        seen.add(key)
        line = row(*key)
        if line:
            rows.append(line)
    write_table('inverse.csv', 'inverse.py', SEED, COLUMNS, rows, check_rows(rows, check_inverse, SEED))


if __name__ == '__main__':
    main()
