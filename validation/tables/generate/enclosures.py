"""Proven enclosures of the von Mises-Fisher quantities, in Arb ball arithmetic.

Every function takes exact balls (nu = p/2 - 1 is exact in binary) and returns a ball that contains
the true value. With r = hypot(nu, x), three methods cover nu >= -1/2, 0 < x <= 1.797e308:

  nu < 100 or x > nu^2 / 4   Arb's bessel_i, scaled by exp(-x): the power series with a geometric tail
                             bound, or the large-argument expansion with Olver's bound for the
                             confluent U function (F. Johansson, "Computing hypergeometric functions
                             rigorously", ACM TOMS 45 (2019), sections 3 and 4).
  nu >= 100, x^2 < 256 nu    the power series 0F1(nu+1; x^2/4) (DLMF 10.25.2). All terms are positive;
                             once the ratio of terms is q < 1 the tail is at most term * q / (1 - q).
  nu >= 100, otherwise       the uniform expansion (DLMF 10.41.3, U_k by 10.41.9) with Olver's bound:
                                 I_nu(x) = e^r (x / (nu+r))^nu / sqrt(2 pi r)
                                           * (sum_{k<n} U_k(t) nu^-k + e1) / (1 + e2),   t = nu/r,
                                 |e1|, |e2| <= 2 exp(2 V(U_1)/nu) V(U_n) nu^-n
                             (Olver, Asymptotics and Special Functions, ch. 10, sec. 7; V is the total
                             variation on [0, 1], which bounds it on every part of [0, 1], and is
                             computed here between certified roots of U_n'). n minimises the bound.

p = 1 (nu = -1/2) has the closed forms A = tanh x, 1 - A = 2/(e^2x + 1), A' = 1/cosh^2 x.

A quantity is evaluated at rising precision until its ball is narrower than 1e-40 relative and both
ends of the ball round to the same 34 digits (see `digits34`), so the printed value is correctly rounded.
"""

from functools import lru_cache

from flint import arb, ctx, fmpq, fmpq_poly, fmpz_poly

DIGITS = 34
START_PRECISION = 192
MAX_PRECISION = 40000
MAX_ORDER = 72


class Unproven(Exception):
    """The enclosure is too wide at this precision."""


# --- U_k(t) = t^k u_k(t^2), exact ------------------------------------------------------------------

@lru_cache(maxsize=None)
def debye_polynomial(k):
    """U_k as an exact polynomial in t, DLMF 10.41.9."""
    if k == 0:
        return fmpq_poly([1])
    previous = debye_polynomial(k - 1)
    t = fmpq_poly([0, 1])
    half_derivative = t * t * (1 - t * t) * previous.derivative() / 2
    return half_derivative + ((1 - 5 * t * t) * previous).integral() / 8


@lru_cache(maxsize=None)
def total_variation(k):
    """Upper bound of the total variation of U_k on [0, 1] (a ball)."""
    saved, ctx.prec = ctx.prec, 128
    try:
        polynomial = debye_polynomial(k)
        derivative = polynomial.derivative()
        numerator = fmpz_poly([int(c) for c in (derivative * derivative.denom()).coeffs()])
        turning = []
        for root, _ in numerator.complex_roots():
            if root.imag.contains(0) and root.real > 0 and not root.real >= 1:
                turning.append(root.real)
        turning.sort(key=lambda root: float(root.mid()))
        points = [arb(0), *turning, arb(1)]
        values = [evaluate(polynomial, point) for point in points]
        return sum((abs(b - a) for a, b in zip(values, values[1:])), arb(0)).upper()
    finally:
        ctx.prec = saved


def evaluate(polynomial, x):
    total = arb(0)
    for coefficient in reversed(polynomial.coeffs()):
        total = total * x + arb(fmpq(coefficient))
    return total


@lru_cache(maxsize=None)
def debye_coefficients(k, precision):
    """Coefficients of U_k(t)/t^k as a polynomial in t^2."""
    return [arb(fmpq(c)) for c in debye_polynomial(k).coeffs()[k::2]]


def debye_bound(n, nu):
    return 2 * (2 * total_variation(1) / nu).exp() * total_variation(n) / nu ** n


def debye_order(nu):
    """The n whose bound is smallest, or the first n whose bound is below 2^-prec."""
    target = arb(2) ** -(ctx.prec + 8)
    best, best_bound = 2, debye_bound(2, nu)
    for n in range(3, MAX_ORDER + 1):
        if best_bound < target:
            break
        bound = debye_bound(n, nu)
        if bound < best_bound:
            best, best_bound = n, bound
    return best, best_bound


def debye_sum(nu, r):
    """(sum_{k<n} U_k(t) nu^-k + e1) / (1 + e2)."""
    n, bound = debye_order(nu)
    t_squared = (nu / r) ** 2
    total, power = arb(1), arb(1)
    for k in range(1, n):
        power = power / r
        value = arb(0)
        for coefficient in reversed(debye_coefficients(k, ctx.prec)):
            value = value * t_squared + coefficient
        total += power * value
    slack = arb(0, bound.upper())
    return (total + slack) / (1 + slack)


# --- I_nu(x) ----------------------------------------------------------------------------------------

def series(nu, x):
    """0F1(nu+1; x^2/4) - 1, so that a tiny argument keeps its digits."""
    quarter = x * x / 4
    term, total = arb(1), arb(0)
    tiny = arb(2) ** -(ctx.prec + 10)
    k = 0
    while True:
        ratio = quarter / ((k + 1) * (nu + (k + 1)))
        term = term * ratio
        total = total + term
        k += 1
        if ratio < 0.5 and term < tiny * total:
            q = ratio.upper()
            tail = (term * q / (1 - q)).upper()
            return total + arb(tail / 2, tail / 2)
        if k > 2_000_000:
            raise Unproven('power series too long')


def method(nu, x):
    if x * x < 256 * (nu + 1) and (nu >= 100 or x < 1):
        return 'series'
    if nu < 100 or 4 * x > nu * nu:
        return 'arb'
    n, bound = debye_order(nu)
    if bound < arb(2) ** -(ctx.prec - 40):
        return 'debye'
    return 'long series' if x < 60000 else 'debye'


def log_scaled_growth(nu, x):
    """L(x) = log C(0) - log C(x) = log 0F1(nu+1; x^2/4) >= 0."""
    kind = method(nu, x)
    if kind in ('series', 'long series'):
        return series(nu, x).log1p()
    if kind == 'arb':
        return x.bessel_i(nu, scaled=True).log() + x - nu * (x / 2).log() + (nu + 1).lgamma()
    r = (nu * nu + x * x).sqrt()
    return r - nu * ((nu + r) / 2).log() - (2 * arb.pi() * r).log() / 2 + debye_sum(nu, r).log() + (nu + 1).lgamma()


def log_bessel_i(nu, x):
    """log I_nu(x)."""
    kind = method(nu, x)
    if kind in ('series', 'long series'):
        return nu * (x / 2).log() - (nu + 1).lgamma() + series(nu, x).log1p()
    if kind == 'arb':
        return x.bessel_i(nu, scaled=True).log() + x
    r = (nu * nu + x * x).sqrt()
    return r + nu * (x / (nu + r)).log() - (2 * arb.pi() * r).log() / 2 + debye_sum(nu, r).log()


def log_normalizer(nu, x):
    """log C = nu log x - (nu+1) log 2pi - log I_nu(x)."""
    at_zero = (nu + 1).lgamma() - arb(2).log() - (nu + 1) * arb.pi().log()
    if x.is_zero():
        return at_zero
    kind = method(nu, x)
    two_pi = 2 * arb.pi()
    if kind in ('series', 'long series'):
        return at_zero - series(nu, x).log1p()
    if kind == 'arb':
        return nu * x.log() - (nu + 1) * two_pi.log() - x.bessel_i(nu, scaled=True).log() - x
    r = (nu * nu + x * x).sqrt()
    return nu * ((nu + r) / two_pi).log() - r + (r / two_pi).log() / 2 - debye_sum(nu, r).log()


def scaled_log_normalizer(nu, x):
    """log(C e^x)."""
    if nu + arb(0.5) == 0:
        return exponential_tail(x, 1, -1) if x > 1000 else -((-2 * x).exp()).log1p()
    if not x.is_zero() and method(nu, x) == 'arb':
        return nu * x.log() - (nu + 1) * (2 * arb.pi()).log() - x.bessel_i(nu, scaled=True).log()
    return log_normalizer(nu, x) + x


def ratio(nu, x):
    """A = I_{nu+1}(x) / I_nu(x)."""
    if nu + arb(0.5) == 0:
        return x.tanh()
    kind = method(nu, x)
    if kind in ('series', 'long series'):
        return x / (2 * (nu + 1)) * (1 + series(nu + 1, x)) / (1 + series(nu, x))
    if kind == 'arb':
        return x.bessel_i(nu + 1, scaled=True) / x.bessel_i(nu, scaled=True)
    r = (nu * nu + x * x).sqrt()
    s = ((nu + 1) * (nu + 1) + x * x).sqrt()
    exponent = (2 * nu + 1) / (r + s) + (nu + 1) * (x / (nu + 1 + s)).log() - nu * (x / (nu + r)).log()
    return exponent.exp() * (r / s).sqrt() * debye_sum(nu + 1, s) / debye_sum(nu, r)


def complement(nu, x):
    """1 - A."""
    if nu + arb(0.5) == 0:
        return exponential_tail(x, 2, 1) if x > 1000 else 2 / ((2 * x).exp() + 1)
    return 1 - ratio(nu, x)


def derivatives(nu, x):
    """A', A'', A''' from A' = 1 - A^2 - (2 nu + 1) A / x and its derivatives."""
    if nu + arb(0.5) == 0 and x > 1000:
        return exponential_tail(x, 4, 1), exponential_tail(x, 8, -1), exponential_tail(x, 16, 1)
    if nu + arb(0.5) == 0:
        decay = (-2 * x).exp()
        first = 4 * decay / (1 + decay) ** 2
        a = x.tanh()
        return first, -2 * a * first, 2 * first * (2 * a * a - first)
    a = ratio(nu, x)
    m = 2 * nu + 1
    first = 1 - a * a - m * a / x
    second = -2 * a * first - m * (first / x - a / x ** 2)
    third = -2 * first ** 2 - 2 * a * second - m * (second / x - 2 * first / x ** 2 + 2 * a / x ** 3)
    return first, second, third


class Scaled:
    """mantissa * 10^exponent, for values whose exponent is too long for a ball."""

    def __init__(self, mantissa, exponent):
        self.mantissa, self.exponent = mantissa, exponent


def exponential_tail(x, factor, sign):
    """sign * factor * e^-2x (1 + h), |h| <= 8 e^-2x, for x > 1000, where 8 e^-2x < 2^-2880."""
    saved = ctx.prec
    ctx.prec += 1100
    logarithm = (arb(factor).log() - 2 * x) / arb(10).log() + arb(0, arb(2) ** -2880)
    exponent = int(logarithm.mid().floor().unique_fmpz())
    mantissa = sign * arb(10) ** (logarithm - exponent)
    ctx.prec = saved
    return Scaled(mantissa, exponent)


# --- correctly rounded decimals -----------------------------------------------------------------------

def round_half_even(n, d):
    q, rest = divmod(abs(n), d)
    if 2 * rest > d or (2 * rest == d and q % 2 == 1):
        q += 1
    return q if n >= 0 else -q


def round_decimal(value, exponent):
    """value * 10^exponent rounded to 34 digits, as (digits, exponent) with 34 digits."""
    surplus = len(str(abs(value))) - DIGITS
    if surplus <= 0:
        return value * 10 ** -surplus, exponent + surplus
    rounded = round_half_even(value, 10 ** surplus)
    if len(str(abs(rounded))) > DIGITS:
        return rounded // 10, exponent + surplus + 1
    return rounded, exponent + surplus


def digits34(ball):
    """34 digits to which every number in the ball rounds; raises Unproven where there is doubt."""
    if isinstance(ball, Scaled):
        mantissa, _, exponent = digits34(ball.mantissa).partition('e')
        return f'{mantissa}e{ball.exponent + int(exponent or 0)}'
    if ball.is_zero():
        return '0'
    if not ball.is_finite() or ball.contains(0):
        raise Unproven('contains zero')
    if not ball.is_exact() and not ball.rad() < abs(ball) * arb('1e-40').lower():
        raise Unproven('wider than 1e-40')
    middle, radius, exponent = (int(v) for v in ball.mid_rad_10exp(60))
    low = round_decimal(middle - radius, exponent)
    high = round_decimal(middle + radius, exponent)
    if low != high:
        raise Unproven('rounds two ways')
    return format_decimal(*low)


def format_decimal(value, exponent):
    sign = '-' if value < 0 else ''
    digits = str(abs(value)).ljust(DIGITS, '0')
    scientific = exponent + len(digits) - 1
    digits = digits.rstrip('0')
    fraction = '.' + digits[1:] if len(digits) > 1 else ''
    return f'{sign}{digits[0]}{fraction}e{scientific}' if scientific else f'{sign}{digits[0]}{fraction}'


def proven(quantity, start=START_PRECISION):
    """34-digit strings of the balls that quantity() returns, at the first precision that decides them all."""
    precision = start
    while precision <= MAX_PRECISION:
        saved, ctx.prec = ctx.prec, precision
        try:
            balls = quantity()
            return [digits34(ball) for ball in (balls if isinstance(balls, (tuple, list)) else (balls,))]
        except Unproven as problem:
            reason = problem
        finally:
            ctx.prec = saved
        precision = precision * 3 // 2
    raise Unproven(f'not decided at {MAX_PRECISION} bits: {reason}')


def order_of(p):
    """nu = p/2 - 1, exact for a double p at the precisions used here."""
    return arb(p) / 2 - 1


# --- between distributions ----------------------------------------------------------------------------

def growth_of(nu, x):
    """log C(0) - log C(x), also at x = 0."""
    return arb(0) if x.is_zero() else log_scaled_growth(nu, x)


def length_of(nu, x):
    return arb(0) if x.is_zero() else ratio(nu, x)


def entropy(nu, x):
    """-E log f = x (1 - A) - log(C e^x)."""
    return x * (1 - length_of(nu, x)) - scaled_log_normalizer(nu, x)


def kl_from_uniform(nu, x):
    return x * length_of(nu, x) - growth_of(nu, x)


def kl_divergence(nu, a, b, cosine):
    """E_a log(f_a / f_b) = log C(a) - log C(b) + A(a) (a - b cosine)."""
    return growth_of(nu, b) - growth_of(nu, a) + length_of(nu, a) * (a - b * cosine)


def cross_entropy(nu, a, b, cosine):
    return b * (1 - length_of(nu, a) * cosine) - scaled_log_normalizer(nu, b)


def bhattacharyya_distance(nu, a, b, cosine):
    """log C(m) - (log C(a) + log C(b)) / 2 with m = |a mu_a + b mu_b| / 2."""
    if cosine == -1:
        middle = abs(a - b) / 2
    elif cosine == 1:
        middle = (a + b) / 2
    else:
        middle = ((a - b) ** 2 + 2 * a * b * (1 + cosine)).sqrt() / 2
    return (growth_of(nu, a) + growth_of(nu, b)) / 2 - growth_of(nu, middle)
