"""Random draws. Inputs are p, kappa and count; the mean direction is the diagonal (1, ..., 1)/sqrt(p)."""

import numpy as np
from scipy.stats import vonmises_fisher

# Values at a time that stay in cache.
BLOCK = 2**15

_generators = {"pcg64": np.random.Generator(np.random.PCG64(1)), "sfc64": np.random.Generator(np.random.SFC64(1))}
_out = np.empty((0, 0))


def cosines(p, kappa, n, random):
    """n draws of mu.x by Wood's rejection, all at once until enough are accepted."""
    m = p - 1
    b = m / (2 * kappa + np.sqrt(4 * kappa * kappa + m * m))
    x0 = (1 - b) / (1 + b)
    c = kappa * x0 + m * np.log1p(-x0 * x0)
    accepted = np.empty(n)
    done = 0
    while done < n:
        z = random.beta(m / 2, m / 2, int((n - done) * 1.5) + 16)
        t = (1 - (1 + b) * z) / (1 - (1 - b) * z)
        t = t[kappa * t + m * np.log1p(-x0 * t) - c >= -random.standard_exponential(len(z))][: n - done]
        accepted[done : done + len(t)] = t
        done += len(t)
    return accepted


def wood(inputs, generator):
    """O(p) a draw: normal variates less their part along mu, into memory that is there already."""
    global _out
    p, n = int(inputs.p), int(inputs.count)
    if _out.shape != (n, p):
        _out = np.empty((n, p))
    random = _generators[generator]
    mu = np.full(p, p**-0.5)
    t = cosines(p, inputs.kappa, n, random)
    rows = max(1, BLOCK // p)
    for first in range(0, n, rows):
        z = _out[first : first + rows]
        here = t[first : first + rows]
        random.standard_normal(out=z)
        along = z @ mu
        scale = np.sqrt((1 - here) * (1 + here) / (np.einsum("ij,ij->i", z, z) - along * along))
        z *= scale[:, None]
        z += np.multiply.outer(here - scale * along, mu)
    return _out.ravel()


def rvs(inputs):
    p = int(inputs.p)
    draws = vonmises_fisher.rvs(np.full(p, p**-0.5), inputs.kappa, size=int(inputs.count), random_state=_generators["pcg64"])
    return draws.ravel()


KERNELS = {
    "wood-pcg64": lambda inputs: wood(inputs, "pcg64"),
    "wood-sfc64": lambda inputs: wood(inputs, "sfc64"),
    "rvs": rvs,
}
