"""An independent check of the tables with mpmath, on a random sample of rows.

The uniform expansion, the recurrences for derivatives and Arb itself are not used here. I_nu(x) comes
  - from mpmath's own 0F1 (its series or its large-argument form) where r = hypot(nu, x) is below
    max(300, 1.2 digits), where the series is short (x^2 < 64 nu) or where x > 4 nu^2 + 1000;
  - elsewhere from Schlaefli's integral (DLMF 10.32.12) through the saddle point c = asinh(nu/x),
        I_nu(x) = e^(r - nu c) / 2pi * int_{-pi}^{pi} exp(r (cos h - 1) + i nu (sin h - h)) dh + O(e^-2r) relative,
    by the trapezoidal rule, whose error falls as exp(-2 pi^2 / (r step^2)).
Derivatives of A are central differences of that A at high precision, and the inverse is put back into A.
"""

import random

import mpmath
from mpmath import mp, mpf

SAMPLE = 1000
LIMIT = mpf('1e-33')


def digits_for(*values):
    return 70 + max(abs(int(mpmath.floor(mpmath.log10(abs(v))))) if v else 0 for v in values) * 2


def by_integral(nu, x):
    r = mpmath.hypot(nu, x)
    return not (r < max(300, 1.2 * mp.dps) or x * x < 64 * nu or x > 4 * nu * nu + 1000)


def saddle_moments(nu, x, shifts):
    """[integral of the integrand times exp(-m (c + i h)) for m in shifts] / 2pi, without the factor e^(r - nu c)."""
    r, c = mpmath.hypot(nu, x), mpmath.asinh(nu / x)
    need = mp.dps * mpmath.log(10)
    step = mpmath.sqrt(2 * mpmath.pi ** 2 / need / r) / 2
    count = int(mpmath.ceil(mpmath.sqrt(2 * need / r) * mpf('1.3') / step))
    sums = [mpf(0)] * len(shifts)
    for k in range(-count, count + 1):
        h = k * step
        weight = mpmath.exp(mpmath.mpc(-2 * r * mpmath.sin(h / 2) ** 2, nu * (mpmath.sin(h) - h)))
        for i, m in enumerate(shifts):
            sums[i] += (weight * mpmath.exp(-m * mpmath.mpc(c, h))).real
    return [s * step / (2 * mpmath.pi) for s in sums]


def growth(nu, x):
    """0F1(nu+1; x^2/4)."""
    return mpmath.hyp0f1(nu + 1, x * x / 4)


def log_i(nu, x):
    if by_integral(nu, x):
        return mpmath.hypot(nu, x) - nu * mpmath.asinh(nu / x) + mpmath.log(saddle_moments(nu, x, [0])[0])
    return nu * mpmath.log(x / 2) - mpmath.loggamma(nu + 1) + mpmath.log(growth(nu, x))


def a_ratio(nu, x):
    if by_integral(nu, x):
        whole, shifted = saddle_moments(nu, x, [0, 1])
        return shifted / whole
    return x / (2 * (nu + 1)) * growth(nu + 1, x) / growth(nu, x)


def difference(expected, got):
    expected = mpf(expected)
    return abs(got - expected) / abs(expected) if expected else abs(got)


def check_log_normalizer(row):
    p, kappa, log_c, a, rest = (mpf(v) for v in row[:5])
    if p == 1 and kappa > 1e5:
        return None  # 1 - A = 2 e^-2kappa has too many digits before the first
    with mp.workdps(digits_for(p, kappa, log_c, rest)):
        p, kappa = mpf(float(row[0])), mpf(float(row[1]))
        nu = p / 2 - 1
        if kappa == 0:
            return difference(row[2], mpmath.loggamma(p / 2) - mpmath.log(2) - p / 2 * mpmath.log(mpmath.pi))
        ratio = a_ratio(nu, kappa)
        value = nu * mpmath.log(kappa) - p / 2 * mpmath.log(2 * mpmath.pi) - log_i(nu, kappa)
        return max(difference(row[2], value), difference(row[3], ratio), difference(row[4], 1 - ratio))


def check_scaled(row):
    if float(row[0]) == 1 and float(row[1]) > 100:
        return None  # -e^-2kappa: all digits cancel
    with mp.workdps(digits_for(mpf(row[0]), mpf(row[1] or 1), mpf(row[2]))):
        p, kappa = mpf(float(row[0])), mpf(float(row[1]))
        nu = p / 2 - 1
        if kappa == 0:
            return difference(row[2], mpmath.loggamma(p / 2) - mpmath.log(2) - p / 2 * mpmath.log(mpmath.pi))
        value = nu * mpmath.log(kappa) - p / 2 * mpmath.log(2 * mpmath.pi) - log_i(nu, kappa) + kappa
        return difference(row[2], value)


def check_relative(row):
    p, kappa, value = (mpf(v) for v in row[:3])
    with mp.workdps(digits_for(p, kappa, value)):
        nu, kappa = mpf(float(row[0])) / 2 - 1, mpf(float(row[1]))
        return difference(row[2], log_i(nu, kappa) - nu * mpmath.log(kappa / 2) + mpmath.loggamma(nu + 1))


def cosine_integrals(p, kappa):
    """[log Z, A] of the density e^(kappa cos t) sin^(p-2) t / Z on [0, pi], by quadrature: no Bessel function."""
    def weight(t):
        return mpmath.exp(kappa * (mpmath.cos(t) - 1)) * mpmath.sin(t) ** (p - 2)
    pieces = [0, min(mpmath.pi / 2, 8 / mpmath.sqrt(1 + kappa)), mpmath.pi]
    total = mpmath.quad(weight, pieces)
    return mpmath.log(total) + kappa, mpmath.quad(lambda t: weight(t) * mpmath.cos(t), pieces) / total


def log_area(p):
    """The area of the sphere that the other coordinates fill."""
    return mpmath.log(2) + (p - 1) / 2 * mpmath.log(mpmath.pi) - mpmath.loggamma((p - 1) / 2)


def within_quadrature(p, *kappas):
    return p == int(p) and p <= 40 and all(kappa == 0 or 1e-3 < kappa < 200 for kappa in kappas)


def check_entropy(row):
    p, kappa = float(row[0]), float(row[1])
    if not within_quadrature(p, kappa):
        return None
    with mp.workdps(100):
        p, kappa = mpf(p), mpf(kappa)
        log_z, length = cosine_integrals(p, kappa)
        uniform, _ = cosine_integrals(p, mpf(0))
        entropy = log_z + log_area(p) - kappa * length
        return max(difference(row[2], entropy), difference(row[3], uniform - log_z + kappa * length))


def check_divergences(row):
    p, a, b = (float(v) for v in row[:3])
    if not within_quadrature(p, a, b):
        return None
    with mp.workdps(120):
        p, a, b = mpf(p), mpf(a), mpf(b)
        cosine = 1 - mpf(float(row[3])) if row[3] else mpf(float(row[4])) - 1
        (log_za, length), (log_zb, _) = cosine_integrals(p, a), cosine_integrals(p, b)
        middle = mpmath.sqrt((a - b) ** 2 + 2 * a * b * (1 + cosine)) / 2
        log_zm, _ = cosine_integrals(p, middle)
        kl = log_zb - log_za + length * (a - b * cosine)
        cross = log_zb + log_area(p) - b * length * cosine
        distance = (log_za + log_zb) / 2 - log_zm
        return max(difference(row[5], kl), difference(row[6], cross), difference(row[7], distance))


def check_bessel(row):
    nu, x, value = (mpf(v) for v in row[:3])
    with mp.workdps(digits_for(x, value)):
        nu, x = mpf(float(row[0])), mpf(float(row[1]))
        return max(difference(row[2], log_i(nu, x)), difference(row[3], a_ratio(nu, x)))


def check_derivatives(row):
    p, kappa = float(row[0]), float(row[1])
    if not 1e-20 < kappa < 1e20 or (p == 1 and kappa > 100):
        return None  # differences would need thousands of digits
    with mp.workdps(320):
        nu, x = mpf(p) / 2 - 1, mpf(kappa)
        h = x * min(mpf(1), mpf('1e5') / x) * mpf('1e-35')
        f = {k: a_ratio(nu, x + k * h) for k in (-2, -1, 0, 1, 2)}
        first = (f[1] - f[-1]) / (2 * h)
        second = (f[1] - 2 * f[0] + f[-1]) / h ** 2
        third = (f[2] - 2 * f[1] + 2 * f[-1] - f[-2]) / (2 * h ** 3)
        return max(difference(row[2], first), difference(row[3], second), difference(row[4], third))


def check_inverse(row):
    """A(kappa) put back against the mean resultant length, in units of the condition number."""
    p, kappa, condition = float(row[0]), mpf(row[3]), float(row[4])
    with mp.workdps(digits_for(mpf(p), kappa, mpf(row[1] or row[2]))):
        ratio = a_ratio(mpf(p) / 2 - 1, mpf(row[3]))
        off = difference(float(row[1]), ratio) if row[1] else difference(float(row[2]), 1 - ratio)
        return off * condition


def check_rows(rows, check, seed, sample=SAMPLE):
    """Header lines that give the outcome; raises if a sampled row differs."""
    chosen = random.Random(seed).sample(rows, min(sample, len(rows)))
    worst, done, skipped = mpf(0), 0, 0
    for row in chosen:
        result = check(row)
        if result is None:
            skipped += 1
        elif not result <= LIMIT:
            raise AssertionError(f'mpmath differs by {mpmath.nstr(result, 5)} at {row}')
        else:
            worst, done = max(worst, result), done + 1
    return [f'{done} random rows agree with mpmath by an independent method (crosscheck.py), {skipped} drawn rows lie outside '
            f'its reach; largest relative difference {mpmath.nstr(worst, 3)} (rounding to 34 digits allows 5e-34)']
