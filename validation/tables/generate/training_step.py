"""Makes trainingStep.json: one step of DINO and of iBOT, in each of the six cells, in double precision.

Needs PyTorch (pip install torch --index-url https://download.pytorch.org/whl/cpu); about five seconds.

Written from the formulas, not from the trainer: PyTorch's convolution, attention, layer norm, interpolation,
weight norm, autograd, clipping and AdamW. All inputs follow from `hashed`, so that the table holds results alone.
"""

import base64
import json
import math
from pathlib import Path

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)

PATCH, SIDE, LOCAL, CHANNELS = 2, 6, 4, 3
WIDTH, DEPTH, HEADS, HIDDEN, P, K, OWN_K = 4, 2, 2, 6, 5, 7, 6
BATCH, LOCALS = 3, 2
RATE, DECAY, CLIP, EMA = 0.02, 0.1, 2.0, 0.9
TAU_S, TAU_T, TAU_PATCH, MOMENTUM, PATCH_MOMENTUM = 0.1, 0.05, 0.07, 0.9, 0.8
LAMBDA1, LAMBDA2 = 1.0, 0.5
STEPS_DONE = 3
PATCHES = (SIDE // PATCH) ** 2
# 1 where hidden: the first view of the three images, then the second. One view is whole.
MASKS = ["110110000", "000000000", "001000011", "000111000", "010000000", "100100101"]
MASK = torch.tensor([[int(bit) for bit in row] for row in MASKS], dtype=torch.bool)


def shapes(method, shared):
    listed = [("patch.weight", [PATCH * PATCH * CHANNELS, WIDTH]), ("patch.bias", [WIDTH])]
    listed += [("cls", [1, 1, WIDTH]), ("positions", [1, PATCHES + 1, WIDTH])]
    for b in range(DEPTH):
        for norm in ("norm1", "norm2"):
            listed += [(f"block{b}.{norm}.gain", [WIDTH]), (f"block{b}.{norm}.bias", [WIDTH])]
        for layer, i, o in (("qkv", 1, 3), ("project", 1, 1), ("expand", 1, 4), ("contract", 4, 1)):
            listed += [(f"block{b}.{layer}.weight", [i * WIDTH, o * WIDTH]), (f"block{b}.{layer}.bias", [o * WIDTH])]
    listed += [("norm.gain", [WIDTH]), ("norm.bias", [WIDTH])]
    for n, (i, o) in enumerate(((WIDTH, HIDDEN), (HIDDEN, HIDDEN), (HIDDEN, P))):
        listed += [(f"head.linear{n}.weight", [i, o]), (f"head.linear{n}.bias", [o])]
    listed += [("head.prototypes.v", [K, P]), ("head.prototypes.g", [K, 1])]
    if method == "ibot":
        if not shared:
            listed += [("head.patchPrototypes.v", [OWN_K, P]), ("head.patchPrototypes.g", [OWN_K, 1])]
        listed += [("maskToken", [1, WIDTH])]
    return listed


def hashed(stream, shape, scale=1.0, offset=0.0):
    """offset + scale u rounded to float32, u in [-1/2, 1/2) from 24 bits of a hash of (stream, index)."""
    values = []
    for i in range(math.prod(shape)):
        x = (stream * 65536 + i) * 2654435761 % 2**32
        x ^= x >> 16
        x = x * 2246822507 % 2**32
        x ^= x >> 13
        values.append(offset + scale * ((x >> 8) / 2**24 - 0.5))
    return torch.tensor(values, dtype=torch.float64).float().double().reshape(shape)


def weights(listed, role, cell):
    """Role 0 is the student, 1 the teacher."""
    out = {}
    for n, (name, shape) in enumerate(listed):
        stream = 16 + 4 * n + role
        if name.endswith("rototypes.g"):
            out[name] = torch.ones(shape) if cell == "l2" else hashed(stream, shape, 0.75, 1.25)
        elif name.endswith(".gain"):
            out[name] = hashed(stream, shape, 0.5, 1.0)
        elif name.endswith(".bias"):
            out[name] = hashed(stream, shape, 0.25)
        else:
            out[name] = hashed(stream, shape, 2.0 if name.endswith(".weight") else 1.0)
    return out


def tokens(x, images, hidden=None):
    """Normed tokens [rows, 1 + patches, width] of images [rows, side, side, channels]."""
    kernel = x["patch.weight"].reshape(PATCH, PATCH, CHANNELS, WIDTH).permute(3, 2, 0, 1)
    grid = F.conv2d(images.permute(0, 3, 1, 2), kernel, x["patch.bias"], stride=PATCH)
    rows, side = grid.shape[0], grid.shape[-1]
    z = grid.flatten(2).transpose(1, 2)
    if hidden is not None:
        z = torch.where(hidden[..., None], x["maskToken"], z)
    z = torch.cat([x["cls"].expand(rows, 1, WIDTH), z], 1) + placed(x["positions"], side)
    for b in range(DEPTH):
        at = lambda name: x[f"block{b}.{name}"]
        normed = F.layer_norm(z, (WIDTH,), at("norm1.gain"), at("norm1.bias"), 1e-6)
        qkv = F.linear(normed, at("qkv.weight").T, at("qkv.bias"))
        q, k, v = qkv.reshape(rows, -1, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(rows, -1, WIDTH)
        z = z + F.linear(mixed, at("project.weight").T, at("project.bias"))
        normed = F.layer_norm(z, (WIDTH,), at("norm2.gain"), at("norm2.bias"), 1e-6)
        inner = F.gelu(F.linear(normed, at("expand.weight").T, at("expand.bias")))
        z = z + F.linear(inner, at("contract.weight").T, at("contract.bias"))
    return F.layer_norm(z, (WIDTH,), x["norm.gain"], x["norm.bias"], 1e-6)


def placed(positions, side):
    """DINO's rule: bicubic at the scale (side + 0.1)/sqrt(N)."""
    own = SIDE // PATCH
    if side == own:
        return positions
    grid = positions[:, 1:].reshape(1, own, own, WIDTH).permute(0, 3, 1, 2)
    scale = (side + 0.1) / math.sqrt(own * own)
    grid = F.interpolate(grid, scale_factor=(scale, scale), mode="bicubic")
    assert grid.shape[-1] == side
    return torch.cat([positions[:, :1], grid.flatten(2).transpose(1, 2)], 1)


def directions(x, features):
    for n in range(3):
        features = F.linear(features, x[f"head.linear{n}.weight"].T, x[f"head.linear{n}.bias"])
        features = F.gelu(features) if n < 2 else F.normalize(features, dim=-1)
    return features


def prototypes(x, of):
    return torch._weight_norm(x[f"head.{of}.v"], x[f"head.{of}.g"], 0)


def log_c(kappa, terms):
    """log C_P(kappa) - log C_P(0): by the power series of I, or by its uniform expansion of order 0 (DLMF 10.41.3)."""
    nu = P / 2 - 1
    if terms == "exact":
        k = torch.arange(160.0)
        parts = (2 * k + nu) * torch.log(kappa[:, None] / 2) - torch.lgamma(k + 1) - torch.lgamma(k + nu + 1)
        uniform = nu * math.log(2) + math.lgamma(nu + 1)
        return nu * torch.log(kappa) - torch.logsumexp(parts, 1) - uniform
    r = kappa / nu
    root = torch.sqrt(1 + r * r)
    eta = root + torch.log(r / (1 + root))
    log_i = nu * eta - 0.5 * math.log(2 * math.pi * nu) - 0.25 * torch.log(1 + r * r)
    uniform = nu * math.log(2 * nu) - nu + 0.5 * math.log(2 * math.pi * nu)
    return nu * torch.log(kappa) - log_i - uniform


def logits(y, w, tau, case):
    scores = y @ w.T / tau
    return scores + log_c(w.norm(dim=1) / tau, case["terms"]) if case["normalization"] == "vmf" else scores


def teacher_side(y, w, tau, centre, momentum, case):
    """Targets with the old centre, entropies, and the next centre (Eqs. 4, 7, 8, 9)."""
    l = logits(y, w, tau, case)
    rows = l.reshape(-1, l.shape[-1])
    if case["centring"] == "probability":
        centred, new = l - centre, torch.logsumexp(torch.log_softmax(rows, 1), 0) - math.log(len(rows))
    elif case["normalization"] == "vmf":
        centred, new = l - centre, rows.mean(0)
    else:  # DINO keeps the centre of the raw scores
        centred, new = l - centre / tau, (y @ w.T).reshape(-1, len(w)).mean(0)
    targets = torch.softmax(centred, -1)
    return targets, torch.special.entr(targets).sum(-1), momentum * centre + (1 - momentum) * new


def one_step(case):
    ibot = case["method"] == "ibot"
    patch_of = "prototypes" if not ibot or case["sharedHead"] else "patchPrototypes"
    listed = shapes(case["method"], case["sharedHead"])
    student = {name: x.requires_grad_() for name, x in weights(listed, 0, case["normalization"]).items()}
    teacher = weights(listed, 1, case["normalization"])
    teacher.pop("maskToken", None)
    views = hashed(0, [2 * BATCH, SIDE, SIDE, CHANNELS], 2.0)
    local = hashed(1, [LOCALS * BATCH, LOCAL, LOCAL, CHANNELS], 2.0)
    centre, patch_centre = hashed(2, [K]), hashed(3, [OWN_K if patch_of == "patchPrototypes" else K])

    # The teacher sees the whole global views.
    seen = tokens(teacher, views)
    y = directions(teacher, seen)
    w = prototypes(teacher, "prototypes")
    targets, entropy, next_centre = teacher_side(y[:, 0], w, TAU_T, centre, MOMENTUM, case)

    # The student sees the global views with masks, the local ones whole.
    masked = tokens(student, views, MASK if ibot else None)
    rows = torch.cat([masked[:, 0], tokens(student, local)[:, 0]])
    ws = prototypes(student, "prototypes")
    student_logs = torch.log_softmax(logits(directions(student, rows), ws, TAU_S, case), 1).chunk(2 + LOCALS)
    pairs = [(i, j) for i in range(2) for j in range(2 + LOCALS) if i != j]
    cls = -sum((targets.chunk(2)[i] * student_logs[j]).sum(1).mean() for i, j in pairs) / len(pairs)
    result = {"clsLoss": cls.item(), "teacherEntropy": entropy.mean().item(), "centre": next_centre.tolist()}
    loss = cls
    if ibot:
        wt, wp = prototypes(teacher, patch_of), prototypes(student, patch_of)
        told, _, next_patch = teacher_side(y[:, 1:], wt, TAU_PATCH, patch_centre, PATCH_MOMENTUM, case)
        logs = torch.log_softmax(logits(directions(student, masked[:, 1:]), wp, TAU_S, case), -1)
        each = -(told * logs).sum(-1)
        per_image = (each * MASK).sum(1) / MASK.sum(1).clamp(min=1)
        patch = sum(per_image.chunk(2)[v].mean() for v in range(2)) / 2
        loss = LAMBDA1 * cls + LAMBDA2 * patch
        result |= {"patchLoss": patch.item(), "patchCentre": next_patch.tolist()}
    result["loss"] = loss.item()
    loss.backward()

    gradients = {name: x.grad.clone() for name, x in student.items()}
    names = [name for name, _ in listed]
    if case["normalization"] == "l2":  # norm_last_layer: g is not trained
        for name in names:
            if name.endswith("rototypes.g"):
                student[name].requires_grad_(False).grad = None
                gradients[name] = torch.zeros_like(student[name])
    moments, counts = {}, {}
    for n, (name, shape) in enumerate(listed):
        fresh = case["released"] and "rototypes" in name
        counts[name] = 0 if fresh else STEPS_DONE
        zeros = (torch.zeros(shape), torch.zeros(shape))
        drawn = (hashed(16 + 4 * n + 2, shape, 0.125), hashed(16 + 4 * n + 3, shape, 1 / 256, 1 / 256))
        moments[name] = zeros if fresh else drawn
    is_decayed = lambda name, x: x.ndim > 1 and not name.endswith(".bias") and (case["decayNorms"] or not name.endswith("rototypes.g"))
    groups = [{"params": [x], "weight_decay": DECAY if is_decayed(name, x) else 0.0} for name, x in student.items() if x.grad is not None]
    optimizer = torch.optim.AdamW(groups, lr=RATE)
    for name, x in student.items():
        if x.grad is None:
            continue
        torch.nn.utils.clip_grad_norm_(x, CLIP)
        first, second = moments[name]
        optimizer.state[x] = {"step": torch.tensor(float(counts[name])), "exp_avg": first.clone(), "exp_avg_sq": second.clone()}
    optimizer.step()
    state = {name: optimizer.state[x] if x in optimizer.state else None for name, x in student.items()}
    after = lambda name, key, i: moments[name][i] if state[name] is None else state[name][key]
    averaged = {name: EMA * x + (1 - EMA) * student[name].detach() for name, x in teacher.items()}
    lists = {
        "gradients": [gradients[name] for name in names],
        "student": [student[name].detach() for name in names],
        "teacher": [averaged[name] for name in names if name in averaged],
        "first": [after(name, "exp_avg", 0) for name in names],
        "second": [after(name, "exp_avg_sq", 1) for name in names],
    }
    for key, list_ in lists.items():
        flat = torch.cat([x.flatten() for x in list_])
        result[key] = base64.b64encode(flat.numpy().astype("<f8").tobytes()).decode()
    norms = {name: x.norm().item() for name, x in gradients.items()}
    clipped = sum(norm > CLIP for norm in norms.values())
    assert 0 < clipped < len(norms), norms
    print(case["name"], f"loss {loss.item():.6f}, {clipped} of {len(norms)} gradients clipped")
    return {**case, "tensors": listed, "counts": counts, **result}


def cases():
    for method in ("dino", "ibot"):
        for normalization in ("none", "l2", "vmf"):
            for centring in ("logit", "probability"):
                ibot = method == "ibot"
                yield {
                    "name": f"{method}, {normalization}, {centring}",
                    "method": method,
                    "normalization": normalization,
                    "centring": centring,
                    "terms": 0 if ibot else "exact",
                    "sharedHead": not (ibot and centring == "logit"),
                    "decayNorms": not ibot,
                    "released": centring == "probability",
                }


settings = {
    **{"patchSize": PATCH, "imageSize": SIDE, "localSize": LOCAL, "localCrops": LOCALS, "batchSize": BATCH},
    **{"width": WIDTH, "depth": DEPTH, "heads": HEADS, "headHidden": HIDDEN, "bottleneck": P},
    **{"prototypes": K, "patchPrototypes": OWN_K, "positionOffset": 0.1, "dropPath": 0, "clip": CLIP},
    **{"studentTemperature": TAU_S, "centreMomentum": MOMENTUM, "patchCentreMomentum": PATCH_MOMENTUM},
    **{"clsWeight": LAMBDA1, "patchWeight": LAMBDA2},
}
now = {
    **{"learningRate": RATE, "weightDecay": DECAY, "emaMomentum": EMA},
    **{"teacherTemperature": TAU_T, "patchTemperature": TAU_PATCH},
}
table = {
    "generator": "validation/tables/generate/training_step.py",
    "libraries": f"PyTorch {torch.__version__.split('+')[0]}, float64",
    "settings": settings,
    "now": now,
    "masks": "".join(MASKS),
}
lines = [f'"{key}": {json.dumps(value)},' for key, value in table.items()]
steps = ",\n".join(json.dumps(one_step(case)) for case in cases())
text = "\n".join(["{", *lines, f'"cases": [\n{steps}\n]', "}"])
Path(__file__).parent.parent.joinpath("trainingStep.json").write_text(text + "\n")
