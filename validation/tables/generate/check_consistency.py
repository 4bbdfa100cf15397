"""Checks of the finished tables and of the enclosures against each other; exits 1 at the first failure.

  - A + (1 - A) = 1 to the digits given;
  - Amos's bounds (Math. Comp. 28 (1974), eqs. 11 and 16): with m = nu + 1/2, for nu >= 0,
        x / (m + sqrt((m + 1)^2 + x^2)) <= I_{nu+1}/I_nu <= x / (m + sqrt(m^2 + x^2));
  - 1/A_nu = 2 (nu + 1)/x + A_{nu+1}, with both ratios from enclosures;
  - the uniform expansion cut at every order n <= 20 stays within Olver's bound of the power series,
    and the bound is not vacuous: on the worst point it is at most 1000 times the error.
"""

import csv
import random
import sys
from decimal import Decimal, getcontext
from pathlib import Path

from flint import arb, ctx

import enclosures

TABLES = Path(__file__).resolve().parent.parent
getcontext().prec = 700


def rows(name):
    with open(TABLES / name, newline='') as file:
        yield from csv.DictReader(line for line in file if not line.startswith('#'))


def require(condition, message):
    if not condition:
        sys.exit(f'FAILED {message}')


def check_complements():
    count = 0
    for row in rows('logNormalizer.csv'):
        if len(row['oneMinusA'].partition('e')[2]) > 8:
            continue  # p = 1, where the exponent of 1 - A is beyond decimal arithmetic
        gap = abs(Decimal(row['A']) + Decimal(row['oneMinusA']) - 1)
        require(gap <= Decimal('1.1e-34'), f'A + (1 - A) = 1 at {row}')
        count += 1
    print(f'A + (1 - A) = 1 within 1.1e-34: {count} rows')


def check_amos():
    ctx.prec = 256
    slack = arb('1e-33')
    count = 0
    for name, order, argument, value in (('logNormalizer.csv', 'p', 'kappa', 'A'), ('besselI.csv', 'nu', 'x', 'ratio')):
        for row in rows(name):
            nu = enclosures.order_of(float(row['p'])) if order == 'p' else arb(float(row['nu']))
            x, a = arb(float(row[argument])), arb(row[value])
            if x.is_zero() or nu < 0:
                continue
            m = nu + arb(0.5)
            low = x / (m + ((m + 1) ** 2 + x * x).sqrt())
            high = x / (m + (m * m + x * x).sqrt())
            require(a >= low * (1 - slack) and a <= high * (1 + slack), f'Amos bounds at {row}')
            count += 1
    print(f'Amos bounds: {count} rows')


def check_recurrence(rng):
    ctx.prec = 512
    for _ in range(2000):
        nu = arb(rng.choice([rng.uniform(-0.5, 400), 10 ** rng.uniform(2, 15)]))
        x = arb(10 ** rng.uniform(-3, 18))
        gap = 1 / enclosures.ratio(nu, x) - 2 * (nu + 1) / x - enclosures.ratio(nu + 1, x)
        require(gap.contains(0), f'recurrence at nu={nu.str(17)}, x={x.str(17)}')
    print('1/A_nu = 2 (nu + 1)/x + A_(nu+1): 2000 random points')


def check_olver(rng):
    ctx.prec = 512
    closest = {}
    for _ in range(400):
        nu = arb(rng.uniform(5, 400))
        x = nu * arb(10 ** rng.uniform(-3, 1.5))
        r = (nu * nu + x * x).sqrt()
        growth = (1 + enclosures.series(nu, x)).log() - (nu + 1).lgamma()
        true = (growth - r + nu * ((nu + r) / 2).log() + (2 * arb.pi() * r).log() / 2).exp()
        partial = arb(0)
        for n in range(21):
            if n >= 2:
                bound = enclosures.debye_bound(n, nu)
                allowed = bound * (1 + true)
                error = abs(true - partial)
                require(not error > allowed, f'Olver bound at nu={nu.str(17)}, x={x.str(17)}, n={n}')
                closest[n] = max(closest.get(n, 0.0), float((error / allowed).mid()))
            partial += enclosures.evaluate(enclosures.debye_polynomial(n), nu / r) / nu ** n
    tightest = min(closest.values())
    require(tightest > 1e-3, f'Olver bound is vacuous: {tightest}')
    print('uniform expansion within its bound for n = 2..20 at 400 random points; error/bound reaches '
          f'{tightest:.3f} to {max(closest.values()):.3f}')


if __name__ == '__main__':
    check_complements()
    check_amos()
    check_recurrence(random.Random(20240611))
    check_olver(random.Random(20240612))
