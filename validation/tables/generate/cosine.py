"""cosine.csv: density, both tails and their logarithms, and dt/dkappa, of t = mu.x and of its angle.

For a point theta (a double, or the angle of a double t) the side away from the mean is the integral of
exp(h(x) - h(theta)) over x in [theta, pi] or [0, theta], h(x) = kappa cos x + (p-2) log sin x, as an Arb ball by
acb.integral (proven adaptive quadrature, F. Johansson 2018). The normalizer is not an integral: it comes from
log C_p of enclosures.py, so that tail and total have nothing in common.
"""

import random

import mpmath
from flint import acb, arb, ctx
from mpmath import mp, mpf

import enclosures
from crosscheck import a_ratio, check_rows, difference
from table import double, write_table

SEED = 20240621
DIMENSIONS = [2, 3, 4, 5, 7, 16, 64, 256, 1024, 4096]
REAL_DIMENSIONS = [2.25, 11.1]
WORK_DIGITS = 50
CONCENTRATIONS = [0, 1e-10, 1e-3, 0.1, 1, 10, 100, 1e3, 1e5, 1e10, 1e15]
DEPTHS_T = [0.02, 3, 40, 575, 720]
DEPTHS_ANGLE = [0.7, 12, 300, 690, 1e4]
COLUMNS = {
    'p': 'dimension',
    'kappa': 'concentration',
    'of': 't or angle: what the point is given as',
    'at': 'the point, t in [-1, 1] or theta in [0, pi]',
    'density': 'density of t, or of the angle; empty below 1e-320',
    'lower': "P(t' < t), at an angle t = cos theta; empty below 1e-320",
    'upper': "P(t' > t); empty below 1e-320",
    'logDensity': 'log of the density',
    'logLower': 'log of lower; empty where upper is below 1e-320',
    'logUpper': 'log of upper; empty where lower is below 1e-320',
    'derivative': 'dt/dkappa at a fixed probability; empty for angles',
    'region': 'centre or tail: whether the density has fallen by e^-5 from its mode; fixed: points alike for every law',
}


# --- which points -------------------------------------------------------------------------------------

def depth(p, kappa, theta, mode):
    """h(mode) - h(theta), in mpmath's precision."""
    return kappa * (mpmath.cos(mode) - mpmath.cos(theta)) + (
        (p - 2) * (mpmath.log(mpmath.sin(mode)) - mpmath.log(mpmath.sin(theta))) if p > 2 else 0)


def mode_of(p, kappa):
    m = p - 2
    if m == 0:
        return mpf(0)
    size = (m + mpmath.sqrt(m * m + 4 * kappa * kappa)) / 2
    return mpmath.atan2(mpmath.sqrt(m / size), kappa / size)


def at_depth(p, kappa, target, mode, upper):
    """The angle beyond the mode at which the density has fallen by e^-target, or None."""
    def half_tangent(theta):
        return mpmath.log(mpmath.tan(theta / 2))

    middle = half_tangent(mode) if mode > 0 else mpf(-120)
    low, high = (middle - 200, middle) if upper else (middle, mpf(60))
    angle = lambda u: 2 * mpmath.atan(mpmath.exp(u))
    if p == 2 and (upper or 2 * kappa <= target):
        return None
    for _ in range(180):
        half = (low + high) / 2
        if (depth(p, kappa, angle(half), mode) > target) == upper:
            low = half
        else:
            high = half
    return angle(low)


def points(p, kappa, rng):
    p, kappa = mpf(p), mpf(kappa)
    mode = mode_of(p, kappa)
    scale = 1 / mpmath.sqrt(1 + kappa + p)
    found = []
    for upper in (False, True):
        for target in DEPTHS_T + DEPTHS_ANGLE:
            theta = at_depth(p, kappa, target, mode, upper)
            if theta is None:
                continue
            region = 'centre' if target < 5 else 'tail'
            if target in DEPTHS_T:
                found.append(('t', float(mpmath.cos(theta)), region))
            else:
                found.append(('angle', float(theta), region))
    found += [('t', t, 'fixed') for t in (-1 + 2 ** -53, -0.9, 1e-3, 0.75)]
    found += [('angle', theta, 'fixed') for theta in (1.5, 3.14)]
    found += [('angle', float(scale * mpf(10) ** -rng.uniform(1, 6)), 'fixed')]
    found += [('t', float(1 - scale ** 2 * rng.random()), 'fixed')]
    return [point for point in dict.fromkeys(found) if point[0] == 'angle' or abs(point[1]) < 1]


# --- the values ---------------------------------------------------------------------------------------

def angle_of(kind, at):
    at = arb(at)
    return at if kind == 'angle' else 2 * ((1 - at) / (1 + at)).sqrt().atan()


def panels(p, kappa, theta, upper):
    """Ends of panels from theta to its end: fine where the integrand lives."""
    ctx_theta = mpf(theta.mid().str(40, radius=False))
    end = ctx_theta if upper else mp.pi - ctx_theta
    sign = -1 if upper else 1
    p, kappa = mpf(p), mpf(kappa)
    fallen = lambda y: depth(p, kappa, ctx_theta + sign * y, ctx_theta)
    length = end
    while fallen(length * (1 - mpf(2) ** -40)) > 40:
        length /= 2
    steps = [length / 4, length / 2, length]
    while steps[-1] * 3 < end:
        steps.append(steps[-1] * 3)
    return [arb(mpmath.nstr(y, 20)) for y in steps if y < end]


def integral(p, kappa, theta, upper, moment_about=None):
    """The integral of e^(h(x) - h(theta)) over the side, times cos x - cos theta + moment_about if that is given."""
    if p != int(p):
        return quadrature(p, kappa, theta, upper, moment_about)
    kappa, sine = arb(kappa), theta.sin()
    m = int(p) - 2

    def f(x, analytic):
        # As a product: a ball's cos near 0 is as wide as the ball, its sine product is not.
        gap = -2 * ((x + theta) / 2).sin() * ((x - theta) / 2).sin()
        value = (kappa * gap).exp()
        if moment_about is not None:
            value *= gap + moment_about
        return value * (x.sin() / sine) ** m

    steps = panels(p, float(kappa.mid()), theta, upper)
    places = [theta] + [theta - y if upper else theta + y for y in steps] + [arb(0) if upper else arb.pi()]
    tolerance = (steps[0] if steps else abs(places[1] - places[0])) * arb(2) ** (40 - ctx.prec)
    total = arb(0)
    for a, b in zip(places, places[1:]):
        piece = acb.integral(f, a, b, abs_tol=tolerance.mid(), rel_tol=arb(2) ** (40 - ctx.prec),
                             eval_limit=400000).real
        total += piece
    return -total if upper else total


def quadrature(p, kappa, theta, upper, moment_about):
    """The same for a p that is no integer, where the end is a branch point: mpmath's tanh-sinh rule, not proven."""
    with mp.workdps(WORK_DIGITS):
        p, kappa = mpf(p), mpf(kappa)
        place = mpf(theta.mid().str(WORK_DIGITS + 5, radius=False))
        sign = 1 if upper else -1
        x0 = place if upper else mp.pi - place  # from the side's own end, as all x below
        shift = None if moment_about is None else mpf(moment_about.mid().str(WORK_DIGITS + 5, radius=False))

        def f(u):  # x = u x0: mpmath's tolerance is absolute
            x = u * x0
            gap = 2 * sign * mpmath.sin((x0 + x) / 2) * mpmath.sin((x0 - x) / 2)
            value = mpmath.exp(kappa * gap) * (mpmath.sin(x) / mpmath.sin(x0)) ** (p - 2)
            return value if shift is None else value * (gap + shift)

        steps = [mpf(y.mid().str(20, radius=False)) for y in panels(float(p), float(kappa), theta, upper)]
        places = [mpf(1)] + [1 - y / x0 for y in steps] + [mpf(0)]
        total = x0 * sum((a - b) * mpmath.quad(lambda v: f(b + v * (a - b)), [0, 1]) for a, b in zip(places, places[1:]))
        return arb(mpmath.nstr(total, WORK_DIGITS))


def log_total(p, kappa):
    """log of the integral of e^h over [0, pi], from log C_p: C_p |S^(p-2)| total = 1."""
    p = arb(p)
    log_area = arb(2).log() + (p - 1) / 2 * arb.pi().log() - ((p - 1) / 2).lgamma()
    return -enclosures.log_normalizer(p / 2 - 1, arb(kappa)) - log_area


def values(p, kappa, kind, at):
    theta = angle_of(kind, at)
    k = arb(kappa)
    nu = enclosures.order_of(p)
    length = enclosures.length_of(nu, k)
    cosine, sine = theta.cos(), theta.sin()
    log_g = k * cosine + (arb(p) - 2) * (sine.log() if p != 2 else arb(0)) - log_total(p, kappa)
    upper = bool(cosine > length)
    side = integral(p, kappa, theta, upper)
    log_own = log_g + side.log()
    own = log_own.exp()
    log_density = log_g if kind == 'angle' else log_g - sine.log()
    logs = [log_density, log_own, (-own).log1p() if log_own > -737 else None]
    straight = [log_density.exp() if log_density > -737 else None, own if log_own > -737 else None, 1 - own]
    if upper:
        logs[1:], straight[1:] = logs[:0:-1], straight[:0:-1]
    row = [*straight, *logs, None]
    if kind == 't':
        row[-1] = sine * abs(integral(p, kappa, theta, upper, cosine - length))
    return row


def proven_row(p, kappa, kind, at):
    precision = 256
    while precision < 4000:
        ctx.prec = precision
        try:
            return ['' if ball is None else enclosures.digits34(ball) for ball in values(p, kappa, kind, at)]
        except enclosures.Unproven as problem:
            reason = problem
        precision = precision * 3 // 2
    raise enclosures.Unproven(f'{p} {kappa} {kind} {at}: {reason}')


def t_side(p, kappa, y, upper, shift=None):
    """The integral of f(s)/f(t) over the side beyond t, 1 - t or 1 + t = y; times s - t + shift if that is given."""
    kappa = kappa if upper else -kappa
    sign = 1 if upper else -1

    def f(u, v):  # u + v = 1; the distance from the end is u y
        if u == 0:
            return mpf(0)
        value = mpmath.exp(kappa * y * v) * (u * (2 - u * y) / (2 - y)) ** ((p - 3) / 2)
        return value if shift is None else value * (sign * v * y + shift)

    # Halves towards t, down to where the density hardly changes.
    steepness = abs(kappa) * y + abs(p - 3) * (1 + y / (2 - y))
    halves = max(1, int(mpmath.ceil(mpmath.log(steepness + 1, 2))) + 1)
    # u = w²/2 takes the square root of p = 2 away
    total = mpmath.quad(lambda w: f(w * w / 2, 1 - w * w / 2) * w, [0, 1])
    for k in range(1, halves + 1):
        low = mpf(2) ** -(k + 1) if k < halves else mpf(0)
        width = mpf(2) ** -k - low
        total += width * mpmath.quad(lambda w: f(1 - low - w * width, low + w * width), [0, 1])
    return y * total


def check(row):
    """The same by mpmath over t instead of the angle, normalised by its own integrals at the mean."""
    p, kappa, kind, at = mpf(float(row[0])), mpf(float(row[1])), row[2], mpf(float(row[3]))
    with mp.workdps(60):
        y = [1 - at, 1 + at] if kind == 't' else [2 * mpmath.sin(at / 2) ** 2, 2 * mpmath.cos(at / 2) ** 2]
        nu = p / 2 - 1
        rest = (1 - a_ratio(nu, kappa)) if kappa else mpf(1)
        upper = y[0] < rest
        # log of f at the point over f at the mean
        ratio = -kappa * (y[0] - rest) + (p - 3) / 2 * mpmath.log(y[0] * y[1] / (rest * (2 - rest)))
        whole = t_side(p, kappa, rest, True) + t_side(p, kappa, 2 - rest, False)
        side = t_side(p, kappa, y[0] if upper else y[1], upper)
        log_f = ratio - mpmath.log(whole)
        log_own = log_f + mpmath.log(side)
        found = [log_f + (mpmath.log(y[0] * y[1]) / 2 if kind == 'angle' else 0), log_own, None]
        if log_own > -737:
            found[2] = mpmath.log1p(-mpmath.exp(log_own))
        if upper:
            found[1:] = found[:0:-1]
        if kind == 't':
            shift = rest - y[0]
            found.append(abs(t_side(p, kappa, y[0] if upper else y[1], upper, shift)))
        return max(difference(want, got) for want, got in zip(row[7:11], found) if want and got is not None)


def main():
    mp.dps = 50
    rng = random.Random(SEED)
    rows = []
    for p in DIMENSIONS + REAL_DIMENSIONS:
        for kappa in CONCENTRATIONS if p in DIMENSIONS else [0, 1, 100, 1e5]:
            for kind, at, region in points(p, kappa, rng):
                rows.append([double(p), double(kappa), kind, double(at), *proven_row(p, kappa, kind, at), region])
        print(p, len(rows), flush=True)
    checks = [f'p = {" and ".join(map(str, REAL_DIMENSIONS))}: the tails are not balls but tanh-sinh quadrature at '
              f'{WORK_DIGITS} digits', *check_rows(rows, check, SEED, sample=200)]
    write_table('cosine.csv', 'cosine.py', SEED, COLUMNS, rows, checks)


if __name__ == '__main__':
    main()
