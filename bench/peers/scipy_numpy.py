"""SciPy and NumPy as a peer; the protocol is described in ../peer.ts."""

import os
import sys

# One thread, as everyone here, unless `--threads N` asks for more; to be said before NumPy is imported.
THREADS = sys.argv[sys.argv.index("--threads") + 1] if "--threads" in sys.argv else "1"
for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = THREADS

import platform
from time import perf_counter, process_time
from types import SimpleNamespace

import numpy as np
import scipy

import fit
import log_normalizer
import memory
import mixture
import rows
import sampling

# A kernel takes the inputs as attributes by their names.
KERNELS = {**log_normalizer.KERNELS, **rows.KERNELS, **fit.KERNELS, **sampling.KERNELS, **mixture.KERNELS}

# What several threads use of processors at once is no measure of how long they take.
clock = process_time if THREADS == "1" else perf_counter


def answer(inputs, request, *arguments):
    if request == "input":
        name, kind, file = arguments
        values = np.fromfile(file, dtype=kind)
        setattr(inputs, name, values[0] if len(values) == 1 else values)
        return "ok"
    kernel = KERNELS[arguments[0]]
    if request == "time":
        start = clock()
        kernel(inputs)
        return repr(clock() - start)
    if request == "memory":
        return repr(memory.beyond(lambda: kernel(inputs)))
    if request == "values":
        np.asarray(kernel(inputs), dtype=np.float64).tofile(arguments[1])
        return "ok"
    raise ValueError(f"unknown request {request}")


def main():
    if "--versions" in sys.argv:
        threads = "" if THREADS == "1" else f", {THREADS} threads"
        print(f"SciPy {scipy.__version__}, NumPy {np.__version__}, Python {platform.python_version()}{threads}")
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
