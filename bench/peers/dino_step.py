"""A step of DINO-vMF in plain PyTorch modules: what the engines of TensorFlow.js are measured beside.

Teacher forward, student forward and backward, the norm of each gradient clipped, AdamW, the moving average, and the
centre of Eq. 9.
"""

import copy

import torch
from torch import nn
from torch.nn import functional


def normalizers(w, tau):
    """log C_p of order 0 of ‖w‖/tau, but for a constant: the paper's."""
    nu = w.shape[1] / 2 - 1
    s = torch.sqrt(1 + (w.norm(dim=1) / (tau * nu)) ** 2)
    return -nu * s + nu * torch.log1p(s) + s.log() / 2


def loss_of(targets, views):
    """Mean cross-entropy of views, as log-probabilities, beside the targets of the others."""
    pairs = [(t, v) for i, t in enumerate(targets) for j, v in enumerate(views) if i != j]
    return -sum((t * v).sum(1).mean() for t, v in pairs) / len(pairs)


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(width, eps=1e-6)
        self.qkv = nn.Linear(width, 3 * width)
        self.project = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-6)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        rows, tokens, width = x.shape
        qkv = self.qkv(self.norm1(x)).reshape(rows, tokens, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(*qkv)
        x = x + self.project(mixed.transpose(1, 2).reshape(rows, tokens, width))
        return x + self.mlp(self.norm2(x))


class Network(nn.Module):
    def __init__(self, s):
        super().__init__()
        width, patch, hidden, p = s["width"], s["patchSize"], s["headHidden"], s["bottleneck"]
        self.side = s["imageSize"] // patch
        self.patch = nn.Conv2d(3, width, patch, patch)
        self.cls = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, self.side**2 + 1, width) * 0.02)
        self.blocks = nn.Sequential(*[Block(width, s["heads"]) for _ in range(s["depth"])])
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.mlp = nn.Sequential(
            nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, hidden), nn.GELU(), nn.Linear(hidden, p)
        )
        self.v = nn.Parameter((torch.rand(s["prototypes"], p) * 2 - 1) / p**0.5)
        self.g = nn.Parameter(torch.ones(s["prototypes"], 1))

    def placed(self, side):
        if side == self.side:
            return self.positions
        grid = self.positions[:, 1:].reshape(1, self.side, self.side, -1).permute(0, 3, 1, 2)
        grid = functional.interpolate(grid, size=(side, side), mode="bicubic")
        return torch.cat([self.positions[:, :1], grid.flatten(2).transpose(1, 2)], 1)

    def features(self, images):
        x = self.patch(images)
        side = x.shape[-1]
        x = torch.cat([self.cls.expand(len(images), -1, -1), x.flatten(2).transpose(1, 2)], 1)
        return self.norm(self.blocks(x + self.placed(side)))[:, 0]

    def logits(self, views, tau):
        y = functional.normalize(self.mlp(torch.cat([self.features(x) for x in views])), dim=1)
        w = self.g * functional.normalize(self.v, dim=1)
        return y @ w.T / tau + normalizers(w, tau)


class Step:
    repetitions = 1

    def __init__(self, s, device):
        self.s = s
        torch.manual_seed(1)
        self.student = Network(s).to(device)
        self.teacher = copy.deepcopy(self.student).requires_grad_(False)
        decayed = [x for n, x in self.student.named_parameters() if x.ndim > 1 and not n.endswith("bias")]
        others = [x for n, x in self.student.named_parameters() if x.ndim <= 1 or n.endswith("bias")]
        groups = [{"params": decayed, "weight_decay": 0.04}, {"params": others, "weight_decay": 0.0}]
        self.optimizer = torch.optim.AdamW(groups, lr=1e-4)
        self.centre = torch.zeros(s["prototypes"], device=device)
        images = lambda count, side: torch.randn(count * s["batchSize"], 3, side, side, device=device)
        self.globals, self.locals = images(2, s["imageSize"]), images(s["localCrops"], s["localSize"])

    def __call__(self):
        s = self.s
        with torch.no_grad():
            seen = self.teacher.logits([self.globals], 0.04)
            targets = torch.softmax(seen - self.centre, 1).chunk(2)
        student = torch.log_softmax(self.student.logits([self.globals, self.locals], 0.1), 1)
        loss = loss_of(targets, student.chunk(2 + s["localCrops"]))
        self.optimizer.zero_grad()
        loss.backward()
        for x in self.student.parameters():
            nn.utils.clip_grad_norm_(x, 3.0)
        self.optimizer.step()
        with torch.no_grad():
            for t, x in zip(self.teacher.parameters(), self.student.parameters()):
                t.mul_(0.996).add_(x, alpha=0.004)
            rows = torch.log_softmax(seen, 1)
            mean = torch.logsumexp(rows, 0) - torch.log(torch.tensor(float(len(rows))))
            self.centre.mul_(0.9).add_(mean, alpha=0.1)
        return loss.item()
