"""entropy.csv and divergence.csv: entropy of a von Mises-Fisher distribution, and what lies between two of them."""

import math
import random

from flint import arb

from crosscheck import check_divergences, check_entropy, check_rows
from enclosures import (
    Unproven, bhattacharyya_distance, cross_entropy, entropy, kl_divergence, kl_from_uniform, order_of, proven,
)
from log_normalizer import PAPER_DIMENSIONS, dimension
from table import LARGEST, SMALLEST, double, log_uniform, with_neighbours, write_table

SEED = 20240609
SMALL_DIMENSIONS = [2, 2.5, 3, 3.7, 4, 5, 8, 10, 16, 20, 33.3, 50, 64]
EVERY_DIMENSION = [*SMALL_DIMENSIONS, *PAPER_DIMENSIONS[1:], 1e5]
ENTROPY_COLUMNS = {
    'p': 'dimension (nu = p/2 - 1 exactly)',
    'kappa': 'concentration',
    'entropy': '-E log f = kappa (1 - A) - log(C e^kappa), nats, with respect to surface measure',
    'klFromUniform': 'E log(f / C_p(0)) = kappa A - log C_p(0) + log C_p(kappa), nats',
    'region': 'the stratum the point was drawn for',
}
DIVERGENCE_COLUMNS = {
    'p': 'dimension (nu = p/2 - 1 exactly)',
    'kappaA': 'concentration of a',
    'kappaB': 'concentration of b',
    'versine': '1 - mu_a.mu_b, or empty',
    'vercosine': '1 + mu_a.mu_b where versine is empty',
    'kl': 'KL(a || b) = E_a log(f_a / f_b), nats',
    'crossEntropy': '-E_a log f_b, nats, with respect to surface measure',
    'bhattacharyya': '-log of the integral of sqrt(f_a f_b)',
    'region': 'the stratum the point was drawn for',
}


def entropy_points(rng):
    for _ in range(300):
        yield rng.choice(PAPER_DIMENSIONS), log_uniform(rng, 0.1, 1e5), 'paper'
    for _ in range(200):
        yield rng.choice(SMALL_DIMENSIONS), rng.uniform(0, 60), 'small'
    for _ in range(300):
        yield dimension(rng, 2, 1e15), log_uniform(rng, 1e-6, 1e17), 'wide'
    for _ in range(200):
        yield dimension(rng, 2, 1e15), log_uniform(rng, SMALLEST, LARGEST), 'whole domain'
    for p in EVERY_DIMENSION:
        for kappa in (0, 1e-300, 1e-150, 1e-9, 1e9, 1e15, 1e16, 1e150, 1.0001e150, 1e300, LARGEST):
            yield p, kappa, 'extreme'
    for p in EVERY_DIMENSION:
        low, high = 1e-3, 1e4
        if not (positive_entropy(p, low) and not positive_entropy(p, high)):
            continue
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if positive_entropy(p, middle) else (low, middle)
        for kappa in (low, low * (1 + 1e-9), low * 1.01):
            yield p, kappa, 'zero'


def positive_entropy(p, kappa):
    return entropy(order_of(p), arb(kappa)) > 0


def pairs(rng):
    """(p, kappa_a, kappa_b, versine or None, vercosine or None, region)"""
    for _ in range(250):
        kappas = [log_uniform(rng, 0.1, 1e4) for _ in range(2)]
        yield rng.choice(PAPER_DIMENSIONS), *kappas, log_uniform(rng, 1e-6, 2), None, 'embedding'
    for _ in range(200):
        kappas = [rng.uniform(0, 60) for _ in range(2)]
        yield rng.choice(SMALL_DIMENSIONS), *kappas, rng.uniform(0, 2), None, 'small'
    for _ in range(300):
        kappa = log_uniform(rng, 1e-3, 1e12)
        other = kappa * (1 + rng.choice([-1, 1]) * log_uniform(rng, 1e-15, 0.1))
        versine = log_uniform(rng, 1e-30, 1e-2) if rng.random() < 0.7 else 0
        yield rng.choice([*SMALL_DIMENSIONS, *PAPER_DIMENSIONS]), kappa, other, versine, None, 'close'
    for p in EVERY_DIMENSION:
        for kappa in (1e-5, 0.3, 7, 40, 1e3, 1e15):
            yield p, kappa, math.nextafter(kappa, math.inf), 0, None, 'one ulp apart'
            yield p, kappa, kappa, log_uniform(rng, 1e-25, 2), None, 'one kappa'
    for p in [2, 3, 16, 256, 4096]:
        for kappa in (1e-3, 0.3 * p, p, 5 * p, 1e6):
            for turn in (2, -2):
                for other in with_neighbours(kappa * math.exp(turn)):
                    yield p, kappa, other, 0, None, 'edge'
    for _ in range(200):
        p = dimension(rng, 2, 1e15)
        kappas = [p * 10 ** rng.uniform(-2, 2) for _ in range(2)]
        yield p, *kappas, log_uniform(rng, 1e-12, 2), None, 'transition'
    for _ in range(250):
        kappas = [log_uniform(rng, 1e-6, 1e17) for _ in range(2)]
        yield dimension(rng, 2, 1e15), *kappas, log_uniform(rng, 1e-17, 2), None, 'wide'
    for _ in range(150):
        kappas = [log_uniform(rng, SMALLEST, LARGEST / 8) for _ in range(2)]
        yield dimension(rng, 2, 1e15), *kappas, log_uniform(rng, 1e-17, 2), None, 'whole domain'
    for p in [2, 3, 16, 256, 4096, 1e6]:
        for kappa in (1e-3, 1, 100, 1e4, 1e15, 1e200):
            yield p, kappa, 0, rng.uniform(0, 2), None, 'uniform'
            yield p, 0, kappa, rng.uniform(0, 2), None, 'uniform'
            yield p, kappa, kappa, None, 0, 'antipodal'
            yield p, kappa, kappa, None, log_uniform(rng, 1e-20, 1e-2), 'antipodal'
            yield p, kappa, kappa * (1 + 1e-6), None, log_uniform(rng, 1e-20, 1e-2), 'antipodal'
            yield p, kappa, kappa * (1 + 1e-6), log_uniform(rng, 0.01, 1) / max(1, kappa), None, 'overlapping'


def divergence_row(p, a, b, versine, vercosine, region):
    nu, x, y = order_of(p), arb(a), arb(b)
    cells = ['' if v is None else double(v) for v in (versine, vercosine)]

    def values():
        cosine = 1 - arb(versine) if vercosine is None else arb(vercosine) - 1
        return kl_divergence(nu, x, y, cosine), cross_entropy(nu, x, y, cosine), bhattacharyya_distance(nu, x, y, cosine)

    return [double(p), double(a), double(b), *cells, *proven(values), region]


def main():
    rng = random.Random(SEED)
    seen, rows = set(), []
    for p, kappa, region in entropy_points(rng):
        p, kappa = float(p), float(kappa)
        if (p, kappa) in seen:
            continue
        seen.add((p, kappa))
        nu, x = order_of(p), arb(kappa)
        rows.append([double(p), double(kappa), *proven(lambda: (entropy(nu, x), kl_from_uniform(nu, x))), region])
    checks = check_rows(rows, check_entropy, SEED, 300)
    write_table('entropy.csv', 'divergences.py', SEED, ENTROPY_COLUMNS, rows, checks)

    rows, undecided = [], 0
    for p, a, b, versine, vercosine, region in pairs(rng):
        try:
            rows.append(divergence_row(float(p), float(a), float(b), versine, vercosine, region))
        except Unproven:
            undecided += 1
    checks = check_rows(rows, check_divergences, SEED, 300)
    if undecided:
        checks.append(f'{undecided} drawn rows were left out: Olver\'s bound does not decide 34 digits of what cancels there')
    write_table('divergence.csv', 'divergences.py', SEED, DIVERGENCE_COLUMNS, rows, checks)


if __name__ == '__main__':
    main()
