"""Writes validation/tables/scipyVonMisesFisher.csv: scipy.stats.vonmises_fisher beside the true values.

    .venv/bin/python validation/peers/scipyVonMisesFisher.py

logpdf at x = mu and at a direction orthogonal to it, and entropy. The truth is nu log kappa - (p/2) log 2pi -
log I_nu(kappa) from Arb (validation/tables/generate/enclosures.py), 34 digits. `inf` and `nan` are what SciPy
returned; a call that raised has `refused`.
"""

import sys
import warnings
from pathlib import Path

import numpy
import scipy
from flint import arb
from scipy.stats import vonmises_fisher

TABLES = Path(__file__).resolve().parent.parent / 'tables'
sys.path.insert(0, str(TABLES / 'generate'))

from enclosures import entropy, log_normalizer, order_of, proven, scaled_log_normalizer  # noqa: E402

POINTS = [
    *((p, kappa) for p in (2, 3, 4, 5, 8, 16, 32, 64, 128, 256) for kappa in (1e-3, 0.1, 1.0, 10.0, 50.0, 200.0, 1e3, 1e4)),
    *((p, kappa) for p in (512, 1024, 4096) for kappa in (1.0, 10.0, 100.0, 1e3, 1e4)),
    *((p, 0.0) for p in (2, 3, 256)),
]


def of_scipy(p, kappa):
    mu = numpy.zeros(p)
    mu[0] = 1
    across = numpy.zeros(p)
    across[1] = 1
    try:
        d = vonmises_fisher(mu, kappa)
        return [repr(float(value)) for value in (d.logpdf(mu), d.logpdf(across), d.entropy())]
    except ValueError:
        return ['refused'] * 3


def main():
    warnings.simplefilter('ignore')
    header = [
        'generator: validation/peers/scipyVonMisesFisher.py',
        f'scipy.stats.vonmises_fisher of SciPy {scipy.__version__}, NumPy {numpy.__version__}',
        'columns logPdfAtMu, logPdfAcross, entropy: true values, 34 digits, from Arb balls; scipy...: what SciPy returned',
    ]
    columns = 'p,kappa,logPdfAtMu,logPdfAcross,entropy,scipyLogPdfAtMu,scipyLogPdfAcross,scipyEntropy'
    lines = []
    for p, kappa in POINTS:
        nu, x = order_of(float(p)), arb(kappa)
        truth = proven(lambda: (scaled_log_normalizer(nu, x), log_normalizer(nu, x), entropy(nu, x)))
        lines.append(','.join([str(p), repr(kappa), *truth, *of_scipy(p, kappa)]))
    with open(TABLES / 'scipyVonMisesFisher.csv', 'w', encoding='ascii', newline='\n') as file:
        file.writelines(f'# {line}\n' for line in header)
        file.write(columns + '\n')
        file.writelines(line + '\n' for line in lines)
    print(f'scipyVonMisesFisher.csv: {len(lines)} points')


if __name__ == '__main__':
    main()
