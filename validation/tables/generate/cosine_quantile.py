"""cosineQuantile.csv: the angle, and its cosine, at which one tail of mu.x has a given probability.

Newton's method on log tail in log tan(theta/2) with the integrals of cosine.py. The result is proven by enclosing the
tail 1e-46 below and above in log tan(theta/2): q lies between. Left out: lower tails whose angle is pi to 1e-9.
"""

import mpmath
from flint import arb, ctx
from mpmath import mp, mpf

import enclosures
from cosine import DIMENSIONS, at_depth, integral, log_total, mode_of
from table import double, write_table

PROBABILITIES = [1e-300, 1e-100, 1e-10, 0.025, 0.3]
KAPPAS = [0, 1e-3, 1, 100, 1e5, 1e10, 1e15]
COLUMNS = {
    'p': 'dimension',
    'kappa': 'concentration',
    'tail': "lower: P(t' < t) = q; upper: P(t' > t) = q",
    'q': 'the probability',
    'angle': 'theta = arccos t',
    't': 'its cosine',
    'angleHazard': 'density of theta over q, to 10 digits: the relative change of q for a change of theta',
    'cosineHazard': 'density of t over q',
    'region': 'the probability, in words',
}


def logs(p, kappa, theta, upper, total):
    """log g(theta), log of the tail."""
    k = arb(kappa)
    log_g = k * theta.cos() + (p - 2) * (theta.sin().log() if p != 2 else arb(0)) - total
    return log_g, log_g + integral(p, k, theta, upper).log()


def start(p, kappa, q, upper):
    mode = mode_of(mpf(p), mpf(kappa))
    # At an end the tail is a power p - 1 of the angle where the density is a power p - 2.
    target = max(mpf('0.05'), (-mpmath.log(mpf(q)) - 2) * mpf(p - 2) / (p - 1))
    theta = at_depth(mpf(p), mpf(kappa), target, mode, upper) if p > 2 or not upper else None
    if theta is None or not 0 < theta < mp.pi:
        # The density hardly changes: a share of the half circle, or of the peak.
        scale = min(mp.pi, 3 / mpmath.sqrt(mpf(kappa)) if kappa else mp.pi)
        theta = q * scale if upper else mp.pi - q * mp.pi
    return theta


def solve(p, kappa, q, upper):
    total = log_total(p, kappa)
    target = arb(q).log()
    guess = start(p, kappa, q, upper)
    u = arb(mpmath.nstr(mpmath.log(mpmath.tan(guess / 2)), 60))
    for _ in range(200):
        theta = 2 * u.exp().atan()
        log_g, log_tail = logs(p, kappa, theta, upper, total)
        slope = (log_g - log_tail).exp() * theta.sin()  # of log tail in u, upwards for the upper tail
        change = ((log_tail - target) / slope).mid()
        # Where a step leaves what Newton can be trusted with, a bounded one.
        bound = arb(4)
        step = change if abs(change) < bound else (bound if change > 0 else -bound)
        u = (u - step).mid() if upper else (u + step).mid()
        if abs(change) < arb('1e-55'):
            break
    theta = (2 * u.exp().atan()).mid()
    sides = []
    for sign in (-1, 1):
        place = (2 * (u + sign * arb('1e-46')).exp().atan()).mid()
        sides.append((place, logs(p, kappa, place, upper, total)[1] - target))
    (low, below), (high, above) = sides
    if not ((below < 0 and above > 0) if upper else (below > 0 and above < 0)):
        raise enclosures.Unproven('not bracketed')
    ball = low.union(high)
    log_g = logs(p, kappa, theta, upper, total)[0]
    hazard = (log_g - target).exp()
    return [ball, ball.cos()], [hazard.str(10, radius=False), (hazard / theta.sin()).str(10, radius=False)]


def row(p, kappa, q, upper):
    precision = 320
    while precision < 5000:
        ctx.prec = precision
        try:
            found, hazards = solve(p, kappa, q, upper)
            return [enclosures.digits34(ball) for ball in found] + hazards
        except enclosures.Unproven as problem:
            reason = problem
        precision = precision * 3 // 2
    raise enclosures.Unproven(f'{p} {kappa} {q} {upper}: {reason}')


def main():
    mp.dps = 60
    rows = []
    for p in DIMENSIONS:
        for kappa in KAPPAS:
            for q in PROBABILITIES:
                for upper in (False, True):
                    if not upper and mp.pi - start(p, kappa, q, upper) < mpf('1e-9'):
                        continue
                    tail = 'upper' if upper else 'lower'
                    region = 'centre' if q > 0.01 else 'tail'
                    rows.append([double(p), double(kappa), tail, double(q), *row(p, kappa, q, upper), region])
        print(p, len(rows), flush=True)
    write_table('cosineQuantile.csv', 'cosine_quantile.py', 'none', COLUMNS, rows,
                ['every row is bracketed by enclosures of the tail 1e-46 to either side in log tan(theta/2)'])


if __name__ == '__main__':
    main()
