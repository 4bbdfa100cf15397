"""Writes validation/tables/views.csv: what Pillow and torchvision make of small images.

    python validation/generators/views.py

needs pillow 11 or 12 and numpy; Pillow 13 resamples some shapes along y first. Columns: operation; its arguments, separated by blanks; width, height and channels of the
picture before and after; both as hexadecimal bytes, [height, width, channels]. The hue is torchvision's way with
Pillow images: to HSV, shift h modulo 256, back.
"""
import random
from pathlib import Path

import numpy as np
import PIL
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

SEED = 20231
draw = random.Random(SEED)


def picture(width, height, channels):
    """A gradient of colours with noise and hard edges, saturated and grey pixels among them."""
    y, x = np.mgrid[0:height, 0:width]
    out = np.empty((height, width, 3))
    for c in range(3):
        a, b, p = draw.uniform(-1, 1), draw.uniform(-1, 1), draw.uniform(0, 6)
        out[..., c] = 128 + 110 * np.sin(a * x / 3 + b * y / 3 + p)
    noise = np.array([draw.gauss(0, 25) for _ in range(out.size)]).reshape(out.shape)
    out = np.clip(out + noise, 0, 255)
    out[: height // 4, : width // 3] = [255, 0, 20]
    out[height // 2 :, : width // 4] = 90
    out = out.astype(np.uint8)
    return Image.fromarray(out if channels == 3 else out[..., 0])


def hue(image, shift):
    h, s, v = image.convert("HSV").split()
    turned = (np.array(h).astype(int) + int(shift * 255)) % 256
    return Image.merge("HSV", (Image.fromarray(turned.astype(np.uint8)), s, v)).convert("RGB")


def cases():
    small = [picture(9, 7, 3), picture(6, 8, 3)]
    grey = picture(9, 7, 1)
    for image in small + [grey]:
        for factor in (0.6, 0.83, 1.0, 1.37, 1.4):
            yield "brightness", [factor], image, ImageEnhance.Brightness(image).enhance(factor)
            yield "contrast", [factor], image, ImageEnhance.Contrast(image).enhance(factor)
        yield "solarize", [], image, ImageOps.solarize(image)
        for sigma in (0.1, 0.45, 0.9, 1.4, 2.0, 3.3):
            yield "blur", [sigma], image, image.filter(ImageFilter.GaussianBlur(sigma))
    for image in small:
        for factor in (0.8, 1.0, 1.17):
            yield "saturation", [factor], image, ImageEnhance.Color(image).enhance(factor)
        yield "saturation", [0], image, Image.merge("RGB", [image.convert("L")] * 3)
        for shift in (-0.1, -0.043, 0.0, 0.02, 0.1, 0.5):
            yield "hue", [shift], image, hue(image, shift)
    large = picture(40, 29, 3)
    for image in (large, large.convert("L")):
        # left, top, width, height of the crop, side of the result, mirrored
        for box in ((0, 0, 40, 29, 16, 0), (3, 5, 17, 13, 16, 1), (30, 20, 7, 9, 16, 0), (11, 2, 26, 27, 8, 1)):
            x, y, width, height, side, mirrored = box
            crop = image.crop((x, y, x + width, y + height)).resize((side, side), Image.BICUBIC)
            yield "crop", list(box), image, ImageOps.mirror(crop) if mirrored else crop
    for image in (large, picture(13, 31, 3)):
        for side in (8, 12):
            w, h = image.size
            size = (side, int(side * h / w)) if w <= h else (int(side * w / h), side)
            resized = image.resize(size, Image.BICUBIC)
            left, top = (size[0] - side) // 2, (size[1] - side) // 2
            yield "plain", [side], image, resized.crop((left, top, left + side, top + side))


def shape(image):
    return [*image.size, len(image.getbands())]


path = Path(__file__).parent.parent / "tables" / "views.csv"
with open(path, "w") as file:
    file.write(f"# validation/generators/views.py, Pillow {PIL.__version__}, numpy {np.__version__}, seed {SEED}\n")
    file.write("operation,arguments,width,height,channels,before,outWidth,outHeight,after\n")
    for operation, arguments, before, after in cases():
        cells = [operation, " ".join(map(str, arguments)), *shape(before), before.tobytes().hex()]
        cells += [*after.size, after.tobytes().hex()]
        file.write(",".join(map(str, cells)) + "\n")
