"""What the engines of TensorFlow.js are measured beside, in plain PyTorch: a step of training, products, and the head.

    engines.py DEVICE THREADS CLOCK      DEVICE cpu or cuda, CLOCK processor or wall
    engines.py --versions

Reads a request as JSON on each line and answers with JSON. `step`, `product` and `head` prepare; `time` then says the
seconds of one repetition of what was prepared last, and `memory` the bytes that it held at the most: on cuda those
allocated, else those resident beyond what was before it was prepared (Linux).
"""

import json
import sys
from contextlib import nullcontext
from time import perf_counter, process_time

import torch
from dino_step import Step, loss_of, normalizers


class Product:
    """One of many products; the seconds of one are those of enough of them, divided."""

    def __init__(self, s, device):
        a = torch.randn(s["count"], *((s["k"], s["m"]) if s["transposeA"] else (s["m"], s["k"])), device=device)
        b = torch.randn(s["count"], *((s["n"], s["k"]) if s["transposeB"] else (s["k"], s["n"])), device=device)
        self.a = a.transpose(1, 2) if s["transposeA"] else a
        self.b = b.transpose(1, 2) if s["transposeB"] else b
        if s["count"] == 1:
            self.a, self.b = self.a[0], self.b[0]
        self.repetitions = s["repetitions"]

    def __call__(self):
        for _ in range(self.repetitions):
            torch.matmul(self.a, self.b)
        return 0.0


class Head:
    """The loss and its gradients from directions and prototypes."""

    def __init__(self, s, device):
        self.s = s
        p, prototypes, batch, views = s["bottleneck"], s["prototypes"], s["batch"], s["views"]
        read = lambda name, *shape: torch.frombuffer(
            bytearray(open(s["files"][name], "rb").read()), dtype=torch.float32
        ).reshape(shape).to(device)
        self.y = read("y", views * batch, p).requires_grad_()
        self.w = read("w", prototypes, p).requires_grad_()
        self.teacher = read("teacher", 2 * batch, p)
        self.repetitions = 1

    def __call__(self):
        w, s = self.w, self.s
        with torch.no_grad():
            seen = self.teacher @ w.T / 0.04 + normalizers(w, 0.04)
            targets = torch.softmax(seen, 1).chunk(2)
        logits = self.y @ w.T / 0.1 + normalizers(w, 0.1)
        loss = loss_of(targets, torch.log_softmax(logits, 1).chunk(s["views"]))
        self.y.grad = self.w.grad = None
        loss.backward()
        return loss.item()


def resident(name):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


SMALL = dict(width=8, patchSize=4, headHidden=8, bottleneck=4, imageSize=8, localSize=4, localCrops=1, batchSize=1)
SMALL |= dict(heads=1, depth=1, prototypes=8)


class Server:
    def __init__(self, device, clock):
        self.device, self.clock, self.work, self.before = device, clock, None, None
        # Loads the libraries, so that they count for neither time nor memory.
        Step(SMALL, device)()

    def prepare(self, kind, request):
        self.work = None
        if self.device == "cpu" and sys.platform == "linux":
            self.before = resident("VmRSS")
        self.work = {"step": Step, "product": Product, "head": Head}[kind](request, self.device)

    def run(self, precision):
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = precision != "float32"
        half = torch.autocast(self.device, dtype=torch.bfloat16) if precision == "bf16" else nullcontext()
        with half:
            return self.work()

    def wait(self):
        if self.device == "cuda":
            torch.cuda.synchronize()

    def time(self, precision):
        self.wait()
        start = self.clock()
        loss = self.run(precision)
        self.wait()
        return {"seconds": (self.clock() - start) / self.work.repetitions, "loss": loss}

    def memory(self, precision):
        if self.device == "cuda":
            torch.cuda.reset_peak_memory_stats()
            self.run(precision)
            self.wait()
            return {"bytes": torch.cuda.max_memory_allocated()}
        if self.before is None:
            return {"bytes": None}
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
        self.run(precision)
        return {"bytes": resident("VmHWM") - self.before}


def main():
    if "--versions" in sys.argv:
        gpu = torch.cuda.get_device_name(0) if torch.cuda.is_available() else None
        print(json.dumps({"versions": f"PyTorch {torch.__version__}", "gpu": gpu}))
        return
    device, threads, clock = sys.argv[1:]
    torch.set_num_threads(int(threads))
    server = Server(device, process_time if clock == "processor" else perf_counter)
    for line in sys.stdin:
        request = json.loads(line)
        kind = request.pop("do")
        if kind in ("time", "memory"):
            answer = getattr(server, kind)(request["precision"])
        else:
            server.prepare(kind, request)
            answer = {}
        print(json.dumps(answer), flush=True)


main()
