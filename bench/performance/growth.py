"""How time and memory grow with images, requests at once, boxes, megapixels and LoRA's rank, for the tiny model: a table, and a plot as SVG.

    python growth.py FOLDER PLOT.svg [--rounds 3] [--classpath JARS]

FOLDER is that of compare.py. Each point is a process of its own that does its work once before it is measured; points of all sizes take
turns. Time is the median of the rounds, memory the greatest resident memory of any.
"""
import argparse
import statistics
import subprocess
import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402

from compare import HERE, WORKER, build, process  # noqa: E402

SIZES = {"images": (1, 4, 16, 64), "requests": (1, 4, 16, 64), "boxes": (1, 2, 4, 8, 16, 32), "megapixels": (1, 4, 16, 64), "rank": (4, 8, 16, 32, 64)}
NAMES = {"images": "images one after the other, a box each", "requests": "the same at once, maxConcurrent 1", "boxes": "boxes on an image", "megapixels": "megapixels of an image", "rank": "LoRA's rank, a step"}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("folder", type=Path)
    p.add_argument("plot", type=Path)
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--classpath", help="SYR's jars, as Java takes them")
    a = p.parse_args()
    if not (a.folder / "image.png").exists():
        subprocess.run([sys.executable, str(HERE / "reference.py"), "prepare", str(a.folder)], check=True)
    java = ["java", "-Xmx1g", "-cp", a.classpath or build(), "io.github.syr.bench.Measure"]
    measured = {}
    for _ in range(a.rounds):
        for of, sizes in SIZES.items():
            for n in sizes:
                measured.setdefault((of, n), []).append(process(java + [f"{of}-{n}", str(a.folder), "2"], WORKER, 2))
    figure, axes = plt.subplots(2, len(SIZES), figsize=(16, 5), sharex="col")
    print("| grows | " + "size | time, s | peak, MiB |\n|---|---|---|---|")
    for column, (of, sizes) in enumerate(SIZES.items()):
        time = [statistics.median(s for one in measured[of, n] for s in one["seconds"]) for n in sizes]
        peak = [max(one["peakKib"] for one in measured[of, n]) / 1024 for n in sizes]
        for n, t, m in zip(sizes, time, peak):
            print(f"| {NAMES[of]} | {n} | {t:.3g} | {m:.0f} |")
        for axis, values, label in ((axes[0][column], time, "s"), (axes[1][column], peak, "MiB")):
            axis.plot(sizes, values, "o-", color="#1f77b4")
            axis.set_ylim(bottom=0)
            axis.set_ylabel(label)
        axes[1][column].set_xlabel(NAMES[of])
    figure.tight_layout()
    figure.savefig(a.plot, metadata={"Date": None})


if __name__ == "__main__":
    main()
