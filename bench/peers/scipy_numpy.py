"""SciPy and NumPy as a peer; the protocol is described in ../peer.ts."""

import os

# One thread, as everyone here; to be said before NumPy is imported.
for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import platform
import sys
from time import process_time
from types import SimpleNamespace

import numpy as np
import scipy

import fit
import log_normalizer
import rows
import sampling

# A kernel takes the inputs as attributes by their names.
KERNELS = {**log_normalizer.KERNELS, **rows.KERNELS, **fit.KERNELS, **sampling.KERNELS}


def answer(inputs, request, *arguments):
    if request == "input":
        name, kind, file = arguments
        values = np.fromfile(file, dtype=kind)
        setattr(inputs, name, values[0] if len(values) == 1 else values)
        return "ok"
    kernel = KERNELS[arguments[0]]
    if request == "time":
        start = process_time()
        kernel(inputs)
        return repr(process_time() - start)
    if request == "values":
        np.asarray(kernel(inputs), dtype=np.float64).tofile(arguments[1])
        return "ok"
    raise ValueError(f"unknown request {request}")


def main():
    if "--versions" in sys.argv:
        print(f"SciPy {scipy.__version__}, NumPy {np.__version__}, Python {platform.python_version()}")
        return
    inputs = SimpleNamespace()
    # Where ive underflows the logarithm of 0 is taken; the bench counts such values itself.
    with np.errstate(all="ignore"):
        for line in sys.stdin:
            try:
                print(answer(inputs, *line.split()), flush=True)
            except Exception as problem:
                print(f"error {problem!r}", flush=True)


if __name__ == "__main__":
    main()
