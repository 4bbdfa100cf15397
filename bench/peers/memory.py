"""How much memory a call holds beyond what was held before it; as ../memoryBeyond.ts measures it in Node."""

import ctypes
import gc


def resident(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(name))


def beyond(run):
    gc.collect()
    try:
        # What earlier calls have freed goes back to the system, so that it is not used again unseen.
        ctypes.CDLL(None).malloc_trim(0)
        with open("/proc/self/clear_refs", "w") as marks:
            marks.write("5")
        before = resident("VmRSS")
    except (OSError, AttributeError):
        return float("nan")
    run()
    return resident("VmHWM") - before
