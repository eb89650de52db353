"""Measures SYR beside the reference in Python, on this machine, in one sitting, and prints the table.

    pip install -r requirements.txt
    python compare.py FOLDER [--rounds 5] [--rows encode,box] [--cores 2] [--device gpu] [--classpath JARS]

Builds SYR (module syr-bench), and lets each side do the same work in processes of their own that take turns, round after round: the reference with
glibc's defaults, the reference with its best allocator setting, SYR as its worker runs and as docs/containers.md sets up a server. Each process does the work once before it
is measured. On a GPU, both run on the PyTorch of this Python, the second allocator setting is left out, and memory is the GPU's
(all that nvidia-smi sees in use, of others as well). With --classpath nothing is built. Rows that FOLDER/results.json has already with enough rounds are not measured again, so an interrupted run goes on;
delete that file to begin anew. Ratios are those of medians; the spread behind them is (largest - smallest) / median. A row whose
results differ from the reference's by more than 1e-3 is refused (3e-2 in bfloat16, whose rounding is 4e-3).
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
THRESHOLDS = {"MALLOC_MMAP_THRESHOLD_": "4294967296", "MALLOC_TRIM_THRESHOLD_": "8589934592"}
WORKER = {"MALLOC_MMAP_THRESHOLD_": "1073741824", "MALLOC_TRIM_THRESHOLD_": "1073741824", "MALLOC_ARENA_MAX": "1",
          "GOMP_SPINCOUNT": "10000"}
# row: what it is, whether the reference does it, repetitions a process (0: the whole process is timed)
ROWS = {
    "first-mask": ("tiny: process start → first mask on disk", True, 0),
    "epoch": ("tiny: gradients of 24 images", True, 1),
    "load": ("ViT-B: loading the `.pth`", True, 2),
    "encode": ("ViT-B: image encoder, 1024 px", True, 2),
    "encode-bfloat16": ("ViT-B: the same in bfloat16", True, 2),
    "box": ("ViT-B: box → mask, image encoded", True, 20),
    "ten-boxes": ("ViT-B: ten boxes at once", True, 5),
    "step-1": ("ViT-B: gradients, LoRA of rank 8, batch 1", True, 1),
    "evaluate": ("ViT-B: evaluation of 5 images", True, 1),
    "four-in-a-row": ("ViT-B: four requests in a row", False, 1),
    "four-at-once": ("ViT-B: four requests at once, `maxConcurrent` 1", False, 1),
    "step-4": ("ViT-B: gradients, LoRA of rank 8, batch 4", True, 1),
}
GPU_ROWS = {
    "encode": ("ViT-B: image encoder, 1024 px, image in memory → embedding", True, 10),
    "encode-8": ("ViT-B: the same, batch 8", True, 5),
    "encode-32": ("ViT-B: the same, batch 32", True, 3),
    "encode-bfloat16": ("ViT-B: image encoder in bfloat16", True, 10),
    "encode-8-bfloat16": ("ViT-B: the same, batch 8", True, 5),
    "encode-32-bfloat16": ("ViT-B: the same, batch 32", True, 3),
    "box": ("ViT-B: box → mask, image encoded", True, 20),
    "step-1-r4": ("ViT-B: gradients, LoRA of rank 4, batch 1", True, 5),
    "step-1-r64": ("ViT-B: the same, rank 64", True, 5),
    "step-1-r512": ("ViT-B: the same, rank 512", True, 5),
    "step-4-r4": ("ViT-B: the same, rank 4, batch 4", True, 3),
    "epoch": ("tiny: gradients of 24 images", True, 1),
}


def build():
    subprocess.run(
        ["mvn", "-B", "-ntp", "-q", "-pl", "syr-bench", "-am", "-DskipTests", "package", "dependency:build-classpath",
         f"-Dmdep.outputFile={ROOT}/syr-bench/target/classpath", "-Dmdep.includeScope=runtime"], cwd=ROOT, check=True)
    jar = next((ROOT / "syr-bench/target").glob("syr-bench-*.jar"))
    return f"{jar}:{(ROOT / 'syr-bench/target/classpath').read_text()}"


class GpuMemory(threading.Thread):
    """The greatest memory in use while a process runs, MiB."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peak, self.ended = 0, threading.Event()

    def run(self):
        query = ["nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader,nounits", "--id=0"]
        while not self.ended.wait(0.1):
            self.peak = max(self.peak, int(subprocess.check_output(query, text=True)))


def on_gpu(command, more, threads):
    memory = GpuMemory()
    memory.start()
    try:
        return process(command, more | {"BENCH_DEVICE": "gpu"}, threads) | {"gpuKib": 1024 * memory.peak}
    finally:
        memory.ended.set()
        memory.join()


def process(command, more, threads):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MALLOC_", "GOMP_"))}
    environment |= more | {"OMP_NUM_THREADS": str(threads)}
    began = time.perf_counter()
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, text=True)
    wall = time.perf_counter() - began
    line = json.loads(done.stdout.strip().splitlines()[-1])
    return line | {"seconds": line["seconds"] or [wall]}


def sides(row, folder, classpath, gpu):
    _, reference, repetitions = (GPU_ROWS if gpu else ROWS)[row]
    python = [sys.executable, str(HERE / "reference.py"), row, str(folder), str(repetitions)]
    syr = ["java", "-Xmx2g", "-cp", classpath, "io.github.syr.bench.Measure", row, str(folder), str(repetitions)]
    if gpu:
        if "PYTORCH_LIBRARY_PATH" not in os.environ:
            torch = subprocess.check_output([sys.executable, "-c", "import torch; print(torch.__path__[0])"], text=True).strip()
            syr.insert(1, "-Dsyr.libtorch=" + torch)
        return {"reference": (python, {}), "SYR": (syr, WORKER)}
    both = {"reference": (python, {}), "reference, allocator": (python, THRESHOLDS)} if reference else {}
    return both | {"SYR": (syr, WORKER)}


def measure(row, folder, results, a, classpath):
    """One round."""
    run = on_gpu if a.device == "gpu" else process
    one = {name: run(*side, a.cores) for name, side in sides(row, folder, classpath, a.device == "gpu").items()}
    compare(row, one)
    results[row].append(one)
    (folder / "results.json").write_text(json.dumps(results, indent=1))
    print(row, len(results[row]), {k: [round(s, 3) for s in v["seconds"]] for k, v in one.items()}, file=sys.stderr, flush=True)


def compare(row, one):
    """Many numbers are one array, and judged by its largest; few are judged each by itself."""
    if "reference" not in one:
        return
    expected, actual = one["reference"]["result"], one["SYR"]["result"]
    largest = max(abs(n) for n in expected)
    tolerance = 3e-2 if row.endswith("bfloat16") else 1e-3
    for x, y in zip(expected, actual, strict=True):
        scale = largest if len(expected) > 8 else abs(x)
        if abs(x - y) > tolerance * scale:
            sys.exit(f"{row}: SYR's result is {y} where the reference's is {x}; times of different work say nothing")


def seconds(rounds, side):
    return [s for one in rounds for s in one[side]["seconds"]]


def spread(values):
    return (max(values) - min(values)) / statistics.median(values)


def cell(rounds, side):
    values = seconds(rounds, side)
    return f"{statistics.median(values):.3g} s ±{50 * spread(values):.0f} %"


def ratio(rounds, side):
    return f"{statistics.median(seconds(rounds, 'SYR')) / statistics.median(seconds(rounds, side)):.2f}"


def gigabytes(rounds, side, what="peakKib"):
    return f"{max(one[side][what] for one in rounds) / 2 ** 20:.2f}"


def table(results):
    lines = ["| work | runs | reference | its best allocator | SYR | SYR / reference | SYR / best | peak GiB, reference | SYR | ratio |",
             "|---|---|---|---|---|---|---|---|---|---|"]
    for row, (name, reference, _) in ROWS.items():
        rounds = results.get(row)
        if not rounds:
            continue
        memory = gigabytes(rounds, "SYR")
        if reference:
            other = gigabytes(rounds, "reference")
            lines.append(
                f"| {name} | {len(seconds(rounds, 'SYR'))} | {cell(rounds, 'reference')} | {cell(rounds, 'reference, allocator')} | {cell(rounds, 'SYR')} "
                f"| {ratio(rounds, 'reference')} | {ratio(rounds, 'reference, allocator')} | {other} | {memory} "
                f"| {float(memory) / float(other):.2f} |")
        else:
            lines.append(f"| {name} | {len(seconds(rounds, 'SYR'))} | | | {cell(rounds, 'SYR')} | | | | {memory} | |")
    return "\n".join(lines)


def gpu_table(results):
    lines = ["| work | runs | reference | SYR | SYR / reference | GPU GiB, reference | SYR |", "|---|---|---|---|---|---|---|"]
    for row, (name, _, _) in GPU_ROWS.items():
        rounds = results.get(row)
        if rounds:
            lines.append(f"| {name} | {len(seconds(rounds, 'SYR'))} | {cell(rounds, 'reference')} | {cell(rounds, 'SYR')} "
                         f"| {ratio(rounds, 'reference')} | {gigabytes(rounds, 'reference', 'gpuKib')} "
                         f"| {gigabytes(rounds, 'SYR', 'gpuKib')} |")
    return "\n".join(lines)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("folder", type=Path)
    p.add_argument("--rounds", type=int, default=5)
    p.add_argument("--rows")
    p.add_argument("--device", choices=("cpu", "gpu"), default="cpu")
    p.add_argument("--classpath", help="SYR's jars, as Java takes them")
    p.add_argument("--cores", type=int, default=2, help="threads of each side")
    a = p.parse_args()
    if not (a.folder / "image.png").exists():
        subprocess.run([sys.executable, str(HERE / "reference.py"), "prepare", str(a.folder)], check=True)
    classpath = a.classpath or build()
    rows = GPU_ROWS if a.device == "gpu" else ROWS
    stored = a.folder / "results.json"
    results = json.loads(stored.read_text()) if stored.exists() else {}
    asked = a.rows.split(",") if a.rows else list(rows)
    for row in asked:
        results.setdefault(row, [])
    for number in range(a.rounds):
        for row in asked:
            if len(results[row]) <= number:
                measure(row, a.folder, results, a, classpath)
    print(gpu_table(results) if a.device == "gpu" else table(results))


if __name__ == "__main__":
    main()
