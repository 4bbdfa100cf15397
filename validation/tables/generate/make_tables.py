"""Makes every proven table of this folder, one after another, and checks them."""

import subprocess
import sys
from pathlib import Path

GENERATORS = ['log_normalizer.py', 'derivatives.py', 'relative_log_normalizer.py', 'scaled_log_normalizer.py', 'divergences.py', 'bessel_i.py', 'inverse.py', 'marginal_concentration.py', 'incomplete_tails.py', 'cosine.py', 'cosine_quantile.py', 'check_consistency.py']

for generator in GENERATORS:
    subprocess.run([sys.executable, Path(__file__).with_name(generator)], check=True)
