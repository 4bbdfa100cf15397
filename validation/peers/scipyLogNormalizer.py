"""log C_p(kappa) by SciPy's modified Bessel functions: "p kappa" lines in, one value a line out.

The first line out names the version. `ive` is the scaled function, the route of
scipy.stats.vonmises_fisher; `iv` is the unscaled one, the yardstick of the paper's Figure 5.
"""

import sys

import numpy as np
import scipy
from scipy.special import iv, ive

route = sys.argv[1]
points = np.loadtxt(sys.stdin, ndmin=2)
p, kappa = points[:, 0], points[:, 1]
nu = p / 2 - 1
with np.errstate(all='ignore'):
    logarithm = np.log(ive(nu, kappa)) + kappa if route == 'ive' else np.log(iv(nu, kappa))
    values = nu * np.log(kappa) - p / 2 * np.log(2 * np.pi) - logarithm

print(f'SciPy {scipy.__version__}')
print('\n'.join(repr(float(value)) for value in values))
