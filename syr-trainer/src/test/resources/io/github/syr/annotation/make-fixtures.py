"""Makes coco-rle.json and polygons.json: what others say that SYR's decoder and rasteriser have to say too.

pip install numpy==2.4.6 pycocotools==2.0.11; python make-fixtures.py
"""
import json
from fractions import Fraction

import numpy as np
from pycocotools import mask as coco


def rows(mask):
    return ["".join("#" if v else "." for v in row) for row in mask]


def runs(mask):
    """Column by column, beginning outside."""
    counts, last, n = [], 0, 0
    for v in mask.flatten(order="F"):
        if v != last:
            counts.append(n)
            last, n = v, 0
        n += 1
    return counts + [n]


def ring(h, w, cx, cy, outer, inner):
    y, x = np.mgrid[0:h, 0:w] + 0.5
    r = np.hypot(x - cx, y - cy)
    return ((r < outer) & (r > inner)).astype(np.uint8)


def rle():
    random = np.random.default_rng(5)
    masks = {
        "ring": ring(40, 60, 28, 21, 17, 11),
        "noise": (random.random((7, 5)) < 0.5).astype(np.uint8),
        "full": np.ones((3, 4), np.uint8),
        "first pixel inside": np.pad(np.ones((2, 2), np.uint8), ((0, 5), (0, 3))),
        "long runs": np.pad(np.ones((60, 30), np.uint8), ((3, 1), (40, 20))),
    }
    cases = []
    for name, mask in masks.items():
        packed = coco.encode(np.asfortranarray(mask))
        assert (coco.decode(packed) == mask).all()
        cases.append(
            {"name": name, "size": [int(s) for s in packed["size"]], "compressed": packed["counts"].decode(), "counts": runs(mask), "rows": rows(mask)}
        )
    return cases


def inside(xs, ys, x, y):
    """Even-odd in exact arithmetic; an edge owns its upper end, and a point on it lies to the right of it."""
    odd = False
    for i in range(len(xs)):
        (x0, y0), (x1, y1) = sorted([(xs[i], ys[i]), (xs[i - 1], ys[i - 1])], key=lambda p: p[1])
        if y0 <= y < y1 and x >= x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            odd = not odd
    return odd


def polygons():
    random = np.random.default_rng(6)
    cases = []
    for i in range(24):
        n = int(random.integers(3, 9))
        # halves and whole numbers meet pixel centres and borders; others don't; some stand out of the image
        grain = [1, 2, 4, 10][i % 4]
        points = random.integers(-3 * grain, 23 * grain, (n, 2))
        xs = [Fraction(int(p), grain) for p in points[:, 0]]
        ys = [Fraction(int(p), grain) for p in points[:, 1]]
        mask = [[inside(xs, ys, Fraction(2 * x + 1, 2), Fraction(2 * y + 1, 2)) for x in range(20)] for y in range(16)]
        cases.append({"x": [float(v) for v in xs], "y": [float(v) for v in ys], "rows": rows(mask)})
    return cases


for name, cases in (("coco-rle.json", rle()), ("polygons.json", polygons())):
    with open(name, "w") as out:
        json.dump(cases, out, indent=1)
        out.write("\n")
