"""Compares trainings: the rows below on two data sets, three seeds each, as a Markdown table.

    mvn -q -DskipTests package -pl syr-trainer,syr-checkpoint-tiny -am
    python bench/training/compare.py [--rows standard,predecessor] [--seeds 0,1,2] [--sets rings,tableware]

Run it in the repository's root, on a machine that does nothing else. A training that is done is kept in
bench/training/target and not repeated, so that an interrupted comparison goes on. Needs Python 3 alone.

A row is chosen by its validation Dice; the test images are there to be reported.
"""
import argparse
import hashlib
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "bench/training/target"
SETS = {"rings": ROOT / "dataset", "tableware": ROOT / "bench/training/tableware"}
Q_AND_V = [{"kind": "q", "rank": None}, {"kind": "v", "rank": None}]
ALL_TARGETS = [{"kind": kind, "rank": None} for kind in ("q", "k", "v", "proj", "mlp")]
BASIC = ["flip", "rotation", "crop", "brightness", "colour"]
EVERY = ["flip", "rotation", "scale", "crop", "brightness", "contrast", "colour", "blur", "jpeg", "ground"]
BOX = [{"kind": "box", "weight": 1}]
CLICKS = [{"kind": "box", "weight": 3}, {"kind": "click", "weight": 1}]
MIXED = CLICKS + [{"kind": "clicks", "weight": 1}, {"kind": "correction", "weight": 1}]

PREDECESSOR = {
    "recipe": "predecessor", "targets": Q_AND_V, "decoder": "frozen", "decoderRank": None, "decoderLearningRate": None,
    "optimization": {"optimizer": "adam", "weightDecay": 0, "schedule": "constant", "warmUpSteps": 0, "maxGradientNorm": None,
                     "accumulation": 1, "emaDecay": None, "epochChoice": "best", "precision": "float32"},
    "loss": {"kind": "dice-ce", "boundaryWeight": 0, "holeWeight": 1}, "prompts": BOX, "augmentation": []}


def standard(optimization=None, **changes):
    """The recipe `standard` (Tuning.of in syr-trainer), but for the changes."""
    how = {**PREDECESSOR["optimization"], "schedule": "cosine", "maxGradientNorm": 1, "emaDecay": 0.99, "epochChoice": "last"}
    tuning = {**PREDECESSOR, "recipe": "standard", "decoder": "full", "augmentation": BASIC, "prompts": CLICKS}
    return {**tuning, "optimization": {**how, **(optimization or {})}, **changes}


ROWS = {  # what is trained, and what differs from the defaults beside
    "predecessor": (PREDECESSOR, {}),
    "predecessor, as many steps": (PREDECESSOR, {"epochs": 1}),
    "standard": (standard(), {}),
    "standard, rank 4": (standard(), {"ranks": [4]}),
    "decoder frozen": (standard(decoder="frozen"), {}),
    "decoder by LoRA": (standard(decoder="lora"), {}),
    "LoRA on all targets": (standard(targets=ALL_TARGETS), {}),
    "no augmentation": (standard(augmentation=[]), {}),
    "all augmentation": (standard(augmentation=EVERY), {}),
    "constant rate": (standard({"schedule": "constant"}), {}),
    "no moving average": (standard({"emaDecay": None}), {}),
    "AdamW": (standard({"optimizer": "adamw", "weightDecay": 0.01}), {}),
    "boxes alone": (standard(prompts=BOX), {}),
    "all prompts": (standard(prompts=MIXED), {}),
    "focal + Dice": (standard(loss={"kind": "focal-dice", "boundaryWeight": 0, "holeWeight": 1}), {}),
    "boundary term": (standard(loss={"kind": "dice-ce", "boundaryWeight": 1, "holeWeight": 1}), {}),
    "holes count 5-fold": (standard(loss={"kind": "dice-ce", "boundaryWeight": 0, "holeWeight": 5}), {}),
    "rate 5e-3": (standard(), {"learningRate": 5e-3}),
    "rate 1e-3": (standard(), {"learningRate": 1e-3}),
    "3/5 of the steps": (standard(), {"epochs": 0.6}),
    "bfloat16": (standard({"precision": "bfloat16"}), {}),
    "best epoch": (standard({"epochChoice": "best"}), {}),
}


def class_path():
    out = TARGET / "classpath.txt"
    if not out.exists():
        TARGET.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mvn", "-B", "-q", "-pl", "syr-trainer", "-am", "package", "-DskipTests",
                        "dependency:build-classpath", f"-Dmdep.outputFile={out}", "-Dmdep.includeScope=runtime"],
                       cwd=ROOT, check=True)
    modules = [str(ROOT / module / "target/classes") for module in ("syr-trainer", "syr-runtime", "syr-image")]
    return os.pathsep.join(modules + [out.read_text().strip()])


def epochs(changes, images):
    """As TrainingDefaults has them for the recipe `standard`."""
    wanted = changes.get("epochs")
    if wanted is None:
        return None
    standard_epochs = min(200, max(12, -(-2160 // images)))
    return round(wanted * standard_epochs)


def request(name, data, seed, output):
    tuning, changes = ROWS[name]
    folder = ROOT / "syr-checkpoint-tiny/target/classes/META-INF/syr/checkpoint"
    checkpoint = next(folder.glob("*.pth"), None)
    if checkpoint is None:
        sys.exit(f"There is no checkpoint in {folder}: run the mvn command above first (--help shows it).")
    images = len(list((SETS[data] / "train/images").iterdir()))
    return {
        "schema": "syr/request/1", "task": "evaluate", "output": str(output),
        "checkpoint": {"name": "tiny", "path": str(checkpoint), "sha256": hashlib.sha256(checkpoint.read_bytes()).hexdigest(),
                       "source": "syr-checkpoint-tiny", "decoderHeads": None},
        "dataset": {"path": str(SETS[data]), "format": "auto", "labels": [], "splitGroup": None,
                    "masks": {"polygonHoles": "union", "crowd": "include", "threshold": 128, "values": [], "objects": "one"}, "allowOutside": False},
        "training": {"ranks": changes.get("ranks", [16]), "alpha": None, "blocks": None, "epochs": epochs(changes, images),
                     "batchSize": 1, "learningRate": changes.get("learningRate"), "patience": 0, "jitter": 20,
                     "lossSize": None, "seed": seed, "tuning": tuning, "folds": None},
        "execution": {"device": "auto", "threads": 0, "runCache": None}, "initialAdapter": None,
        "evaluation": {"robustness": False, "allSplits": False, "selfTestImage": None}}


def run(name, data, seed):
    output = TARGET / data / name.replace(" ", "-").replace(",", "") / str(seed)
    wanted = request(name, data, seed, output)
    result = output / "result.json"
    if result.exists() and json.loads(result.read_text())["request"] == wanted:
        return json.loads(result.read_text())
    output.mkdir(parents=True, exist_ok=True)
    (output / "request.json").write_text(json.dumps(wanted, indent=1))
    # as the plugin's fork is started, see WorkerEnvironment
    environment = {**os.environ, "MALLOC_MMAP_THRESHOLD_": str(1 << 30), "MALLOC_TRIM_THRESHOLD_": str(1 << 30),
                   "MALLOC_ARENA_MAX": "1", "GOMP_SPINCOUNT": "10000"}
    start = time.time()
    with open(output / "events.txt", "w") as events, open(output / "log.txt", "w") as log:
        process = subprocess.Popen(["java", "-cp", class_path(), "io.github.syr.worker.Main", str(output / "request.json")],
                                   stdin=subprocess.PIPE, stdout=events, stderr=log, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{name}, {data}, seed {seed} failed: see {output}/events.txt and log.txt")
    model = json.loads((output / "evaluation.json").read_text())["models"][1]
    done = json.loads((output / f"adapters/rank-{model['rank']}/run.json").read_text())
    found = {
        "request": wanted, "seconds": time.time() - start, "mebibytes": usage.ru_maxrss / 1024,
        "keptEpoch": done["keptEpoch"], "epochs": done["epochs"],
        "validation": model["validation"]["dice"], "dice": model["test"]["dice"],
        "worst": min(image["scores"]["dice"] for image in model["images"]), "hole": model["test"]["holeError"],
        "click": model["clickDice"], "iouError": model["iouError"]}
    result.write_text(json.dumps(found, indent=1))
    print(f"{data}, {name}, seed {seed}: validation {found['validation']:.4f}, test {found['dice']:.4f}, worst {found['worst']:.4f}, "
          f"hole {found['hole']:.4f}, click {found['click']:.4f}, {found['seconds']:.0f} s", file=sys.stderr, flush=True)
    return found


def spread(found, key, digits=4):
    values = [each[key] for each in found]
    if len(values) == 1:
        return f"{values[0]:.{digits}f}"
    return f"{statistics.mean(values):.{digits}f} ± {statistics.stdev(values):.{digits}f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", help="by their names, separated by semicolons; all unless given")
    parser.add_argument("--seeds", default="0,1,2")
    parser.add_argument("--sets", default="rings,tableware")
    arguments = parser.parse_args()
    names = arguments.rows.split(";") if arguments.rows else list(ROWS)
    unknown = [name for name in names if name not in ROWS]
    if unknown:
        sys.exit(f"no row is called {', '.join(unknown)}; there are {'; '.join(ROWS)}")
    seeds = [int(seed) for seed in arguments.seeds.split(",")]
    for data in arguments.sets.split(","):
        rows = {name: [run(name, data, seed) for seed in seeds] for name in names}
        print(f"\n{data}, seeds {arguments.seeds}:\n")
        print("| training | validation Dice | test Dice | worst image | hole error | click Dice | IoU error | seconds | MiB |")
        print("|---|---|---|---|---|---|---|---|---|")
        for name, found in rows.items():
            worst = min(each["worst"] for each in found)
            print(f"| {name} | {spread(found, 'validation')} | {spread(found, 'dice')} | {worst:.4f} | {spread(found, 'hole')} "
                  f"| {spread(found, 'click')} | {spread(found, 'iouError', 3)} | {spread(found, 'seconds', 0)} "
                  f"| {spread(found, 'mebibytes', 0)} |")


if __name__ == "__main__":
    main()
