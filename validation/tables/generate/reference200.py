"""Writes validation/tables/reference200.csv: 210-digit values for the tests of the exact reference.

    .venv/bin/python validation/tables/generate/reference200.py

Values come from Arb's ball arithmetic (python-flint): I_nu(x) by arb.bessel_i up to order 1e4, and by the
uniform expansion with Olver's bound, or the power series, of enclosures.py above. Each row is evaluated at rising precision until every ball is narrower than 1e-214 of its value, so
the printed 210 digits are within one unit of the last of them. Where mpmath can do the row in reasonable time
its besseli is evaluated too, at 230 digits, and the row is refused unless both agree to 1e-205.
"""

from datetime import date
from pathlib import Path

import enclosures
import flint
import mpmath
from flint import arb, ctx

DIGITS = 210
WIDTH = 214
MPMATH_DIGITS = 230
MAX_BITS = 60000

# Dimension and concentration pairs, all exact doubles: small, integer, half-integer, non-dyadic, huge.
CONCENTRATIONS = {
    1.0: [0.0, 5e-324, 1e-8, 0.1, 1.0, 3.7, 50.0, 700.5],
    1.0000000001: [0.1, 2.0, 40.0],
    1.5: [1e-300, 0.3, 10.0, 250.0],
    2.0: [0.0, 1e-8, 0.1, 1.0, 2.4, 50.0, 1234.5, 10000.0],
    2.7: [0.1, 6.0, 81.25, 3000.0],
    3.0: [0.0, 5e-324, 1e-3, 1.0, 10.0, 100.0, 5000.0],
    5.0: [0.2, 33.3, 900.0],
    10.0: [0.0, 1.0, 12.5, 400.0],
    17.3: [0.5, 8.65, 77.0],
    64.0: [0.0, 1e-5, 20.0, 64.0, 500.0],
    100.1: [3.0, 100.1, 2000.0],
    256.0: [0.0, 1.0, 20.0, 113.7, 200.0, 500.0, 10000.0],
    512.0: [1.0, 255.0, 500.0],
    1024.0: [0.0, 20.0, 511.0, 5000.0],
    4096.0: [20.0, 500.0, 4096.0],
    65536.5: [1.0, 1000.0, 65536.0],
    1e6: [0.0, 1.0, 1000.0, 50000.0],
    1e10: [1.0, 1e5, 1e6],
    1e15: [0.0, 1.0, 1e8],
}


def quantities(p, kappa):
    """log C, A, 1 - A and log I_nu (empty at kappa = 0, where it may be infinite)."""
    p, kappa = arb(p), arb(kappa)
    nu = p / 2 - 1
    if kappa.is_zero():
        return [(nu + 1).lgamma() - arb(2).log() - (nu + 1) * arb.pi().log(), arb(0), arb(1), None]
    if nu > 10000:
        quotient = enclosures.ratio(nu, kappa)
        return [enclosures.log_normalizer(nu, kappa), quotient, 1 - quotient, enclosures.log_bessel_i(nu, kappa)]
    this = kappa.bessel_i(nu)
    log_bessel = this.log()
    quotient = kappa.bessel_i(nu + 1) / this
    log_c = nu * kappa.log() - (nu + 1) * (2 * arb.pi()).log() - log_bessel
    return [log_c, quotient, 1 - quotient, log_bessel]


def narrow(ball):
    if ball is None or ball.is_exact():
        return True
    return bool(ball.rad() < abs(ball) * arb(10) ** -WIDTH)


def proven(p, kappa):
    bits = 900
    while bits <= MAX_BITS:
        ctx.prec = bits
        balls = quantities(p, kappa)
        if all(narrow(ball) for ball in balls):
            return balls, bits
        bits = bits * 3 // 2
    raise ArithmeticError(f'p={p}, kappa={kappa}: not decided at {MAX_BITS} bits')


def show(ball):
    return '' if ball is None else ball.str(DIGITS, radius=False)


def check(p, kappa, log_c, quotient):
    """mpmath's value of log C and A, where it is in reach."""
    if kappa == 0 or p > 5000 or kappa > 5000:
        return False
    mpmath.mp.dps = MPMATH_DIGITS
    p, kappa = mpmath.mpf(p), mpmath.mpf(kappa)
    nu = p / 2 - 1
    this, above = mpmath.besseli(nu, kappa), mpmath.besseli(nu + 1, kappa)
    expected = nu * mpmath.log(kappa) - (nu + 1) * mpmath.log(2 * mpmath.pi) - mpmath.log(this)
    for ours, theirs in ((log_c, expected), (quotient, above / this)):
        if abs(mpmath.mpf(ours) - theirs) > abs(theirs) * mpmath.mpf(10) ** -205:
            raise ArithmeticError(f'p={p}, kappa={kappa}: Arb {ours} and mpmath {theirs} differ')
    return True


def main():
    rows, checked = [], 0
    for p, concentrations in CONCENTRATIONS.items():
        for kappa in concentrations:
            balls, _ = proven(p, kappa)
            values = [show(ball) for ball in balls]
            checked += check(p, kappa, values[0], values[1])
            rows.append([repr(p), repr(kappa), *values])
    path = Path(__file__).resolve().parent.parent / 'reference200.csv'
    with path.open('w', newline='\n') as file:
        file.write('# generator: validation/tables/generate/reference200.py\n')
        file.write(f'# libraries: python-flint {flint.__version__} (Arb), mpmath {mpmath.__version__}\n')
        file.write(f'# digits: {DIGITS}, within one unit of the last digit, from balls narrower than 1e-{WIDTH} relative\n')
        file.write(f'# date: {date.today()}\n')
        file.write(f'# points: {len(rows)}, of which {checked} agree with mpmath.besseli to 1e-205\n')
        file.write('# seed: none, the points are listed in the generator; inputs are exact doubles\n')
        file.write('# columns: p, kappa, log C_p(kappa), A_p(kappa), 1 - A_p(kappa), log I_(p/2-1)(kappa) (empty at kappa = 0)\n')
        file.write('p,kappa,logC,A,oneMinusA,logI\n')
        for row in rows:
            file.write(','.join(row) + '\n')
    print(f'{path.name}: {len(rows)} points, {checked} also by mpmath')


if __name__ == '__main__':
    main()
