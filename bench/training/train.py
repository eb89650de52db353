"""SYR's trainings of the tiny checkpoint in PyTorch, so that numbers can be compared.

    pip install -r requirements.txt
    python train.py CHECKPOINT.pth DATASET_FOLDER --rank 16 --epochs 12 --lr 2e-3 [--decoder-lr 1e-3 --cosine --clip 1 ...]

DATASET_FOLDER has the layout of this repository's `dataset`: annotations.json, <split>/images, and masks by paths relative to the
folder that holds `dataset`. LoRA with scale 1 on q and v of all blocks, DiceCE at the original size, batch 1, boxes moved outwards
by 0 to 20 pixels a side. The epoch with the best validation Dice is measured on the test images; without validation images, and
with --last, it is the last. Progress goes to standard error, one line of JSON to standard output. Random numbers aren't those of SYR.
"""
import argparse
import json
import math
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from scipy import ndimage
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tiny_model import SIDE, tiny_sam  # noqa: E402

JITTER = 20


# --- model ---

class LoraQkv(nn.Module):
    """qkv plus B(A x) on its first and last third; B starts as zero."""

    def __init__(self, qkv, rank):
        super().__init__()
        self.qkv, width = qkv, qkv.in_features
        self.a = nn.ParameterList(torch.empty(rank, width).uniform_(-1, 1) / math.sqrt(width) for _ in "qv")
        self.b = nn.ParameterList(torch.zeros(width, rank) for _ in "qv")

    def forward(self, x):
        q, v = (F.linear(F.linear(x, a), b) for a, b in zip(self.a, self.b))
        return self.qkv(x) + torch.cat([q, torch.zeros_like(q), v], -1)


def logits_of(sam, image, box):
    """Of an image (H x W x 3, uint8) and a box in its pixels: mask logits, H x W."""
    size = image.shape[:2]
    h, w = (int(n * SIDE / max(size) + .5) for n in size)
    small = torch.from_numpy(np.array(Image.fromarray(image).resize((w, h), Image.BILINEAR))).permute(2, 0, 1)
    scale = np.array([w / size[1], h / size[0]] * 2)
    sparse, dense = sam.prompt_encoder(points=None, boxes=torch.tensor(box * scale, dtype=torch.float)[None], masks=None)
    low, _ = sam.mask_decoder(
        image_embeddings=sam.image_encoder(sam.preprocess(small)[None]), image_pe=sam.prompt_encoder.get_dense_pe(),
        sparse_prompt_embeddings=sparse, dense_prompt_embeddings=dense, multimask_output=False)
    return sam.postprocess_masks(low, (h, w), size)[0, 0]


def dice_ce(logits, truth):
    p = logits.sigmoid()
    dice = 1 - (2 * (p * truth).sum() + 1e-5) / (p.square().sum() + truth.sum() + 1e-5)
    return dice + F.binary_cross_entropy_with_logits(logits, truth)


# --- data ---

def load(folder, split):
    """Image, mask and box of each sample."""
    samples = []
    for name, entry in json.loads((folder / "annotations.json").read_text()).get(split, {}).items():
        image = np.array(Image.open(folder / split / "images" / name).convert("RGB"))
        mask = np.array(Image.open(folder.parent / entry["mask_path"]).convert("L")) >= 128
        samples.append((image, mask, np.array(entry["bbox"])))
    return samples


def box_of(mask):
    ys, xs = np.nonzero(mask)
    return np.array([xs.min(), ys.min(), xs.max() + 1, ys.max() + 1])


def jittered(box, shape, rng):
    moved = box + rng.integers(0, JITTER + 1, 4) * [-1, -1, 1, 1]
    return np.clip(moved, 0, [shape[1], shape[0]] * 2)


def augmented(image, mask, rng):
    """Mirrored, turned by up to 20 degrees, cut nearer to the object, and in other light; as it was if the object got lost."""
    picture, shape = Image.fromarray(image), Image.fromarray(mask)
    if rng.random() < .5:
        picture, shape = (p.transpose(Image.Transpose.FLIP_LEFT_RIGHT) for p in (picture, shape))
    turn, rows = rng.uniform(-20, 20), np.array(picture)[[0, -1]].reshape(-1, 3)
    fill = tuple(int(c) for c in np.median(rows, 0))
    picture = np.array(picture.rotate(turn, Image.Resampling.BILINEAR, fillcolor=fill))
    shape = np.array(shape.rotate(turn, Image.Resampling.NEAREST))
    if not shape.any():
        return image, mask
    h, w = shape.shape
    x0, y0, x1, y1 = box_of(shape)
    left, top, right, bottom = (int(n) for n in rng.uniform(.02, .5, 4) * max(x1 - x0, y1 - y0))
    rows, columns = slice(max(0, y0 - top), min(h, y1 + bottom)), slice(max(0, x0 - left), min(w, x1 + right))
    light = rng.uniform(.8, 1.15) * rng.uniform(.92, 1.08, 3)
    lit = np.clip(picture[rows, columns] * light + rng.uniform(-12, 12), 0, 255).astype(np.uint8)
    return lit, np.ascontiguousarray(shape[rows, columns])


# --- measuring ---

def hole_of(mask):
    """4-connected background components off the border, of at least 0.1 % of the box's area, as SYR's hole error has them."""
    labels, _ = ndimage.label(ndimage.binary_fill_holes(mask) & ~mask)
    x0, y0, x1, y1 = box_of(mask)
    large = np.bincount(labels.ravel()) >= .001 * (x1 - x0) * (y1 - y0)
    large[0] = False
    return large[labels]


@torch.no_grad()
def measure(sam, samples):
    """Dice of each sample, and hole error of each that has a hole."""
    dices, errors = [], []
    for image, mask, box in samples:
        predicted = (logits_of(sam, image, box) > 0).numpy()
        dices.append(2 * (mask & predicted).sum() / max(1, mask.sum() + predicted.sum()))
        hole = hole_of(mask)
        if hole.any():
            errors.append((hole & predicted).sum() / hole.sum())
    return dices, errors


# --- training ---

def parameter_groups(sam, a):
    groups = []
    if a.rank:
        for block in sam.image_encoder.blocks:
            block.attn.qkv = LoraQkv(block.attn.qkv, a.rank)
        groups.append({"params": [p for p in sam.image_encoder.parameters() if p.requires_grad], "lr": a.lr, "full": a.lr})
    if a.decoder_lr:
        sam.mask_decoder.requires_grad_()
        groups.append({"params": list(sam.mask_decoder.parameters()), "lr": a.decoder_lr, "full": a.decoder_lr})
    return groups


class Average:
    """Moving average of parameters; as a context it puts itself in their place."""

    def __init__(self, parameters, decay):
        self.parameters, self.decay, self.step = parameters, decay, 0
        self.values = [p.detach().clone() for p in parameters]

    def update(self):
        self.step += 1
        decay = min(self.decay, (1 + self.step) / (10 + self.step))
        for value, p in zip(self.values, self.parameters):
            value.lerp_(p.detach(), 1 - decay)

    def __enter__(self):
        self.swap()

    def __exit__(self, *_):
        self.swap()

    @torch.no_grad()
    def swap(self):
        for value, p in zip(self.values, self.parameters):
            kept = p.clone()
            p.copy_(value)
            value.copy_(kept)


def train(sam, a, training, validation):
    """Leaves the best epoch's parameters in the model; returns that epoch, from 1, and its validation Dice."""
    rng = np.random.default_rng(a.seed)
    groups = parameter_groups(sam, a)
    parameters = [p for group in groups for p in group["params"]]
    optimizer = torch.optim.AdamW(groups, weight_decay=a.weight_decay) if a.optimizer == "adamw" else torch.optim.Adam(groups)
    average = Average(parameters, a.ema)                # decay 0: the parameters themselves
    step, steps, best = 0, a.epochs * len(training), (0, -1., None)
    for epoch in range(1, a.epochs + 1):
        losses = []
        for i in rng.permutation(len(training)):
            image, mask, box = training[i]
            if a.augment and rng.random() < .8:
                image, mask = augmented(image, mask, rng)
                box = box_of(mask)
            factor = .5 + .5 * math.cos(math.pi * step / steps) if a.cosine else 1
            for group in optimizer.param_groups:
                group["lr"] = group["full"] * factor
            loss = dice_ce(logits_of(sam, image, jittered(box, mask.shape, rng)), torch.from_numpy(mask).float())
            optimizer.zero_grad()
            loss.backward()
            if a.clip:
                nn.utils.clip_grad_norm_(parameters, a.clip)
            optimizer.step()
            average.update()
            step += 1
            losses.append(loss.item())
        with average:
            dice = float(np.mean(measure(sam, validation)[0])) if validation else math.nan
            if a.last or not dice <= best[1]:
                best = epoch, dice, [p.detach().clone() for p in parameters]
        print(f"epoch {epoch} loss {np.mean(losses):.4f} validation Dice {dice:.4f}", file=sys.stderr, flush=True)
    with torch.no_grad():
        for p, value in zip(parameters, best[2]):
            p.copy_(value)
    return best[:2]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("checkpoint", type=Path)
    p.add_argument("dataset", type=Path)
    p.add_argument("--rank", type=int, default=16, help="0: no LoRA")
    p.add_argument("--epochs", type=int, default=12)
    p.add_argument("--last", action="store_true", help="keep the last epoch, whatever validation says")
    p.add_argument("--lr", type=float, default=2e-3, help="of LoRA")
    p.add_argument("--decoder-lr", type=float, default=0, help="of the mask decoder; 0: it isn't trained")
    p.add_argument("--cosine", action="store_true", help="learning rates fall to 0 as a cosine")
    p.add_argument("--clip", type=float, default=0, help="largest norm of the gradients; 0: any")
    p.add_argument("--augment", action="store_true")
    p.add_argument("--ema", type=float, default=0, metavar="DECAY", help="moving average of the parameters; 0: none")
    p.add_argument("--optimizer", choices=["adam", "adamw"], default="adam")
    p.add_argument("--weight-decay", type=float, default=.05, help="of adamw")
    p.add_argument("--seed", type=int, default=0)
    a = p.parse_args()
    if not (a.rank or a.decoder_lr):
        p.error("nothing to train: give --rank or --decoder-lr")
    torch.manual_seed(a.seed)
    folder = a.dataset.resolve()
    training, validation, test = (load(folder, split) for split in ("train", "validation", "test"))
    sam, began = tiny_sam(a.checkpoint), time.time()
    epoch, validation_dice = train(sam, a, training, validation)
    dices, errors = measure(sam, test)
    print(json.dumps({
        "dice": round(float(np.mean(dices)), 4), "worst": round(float(min(dices)), 4),
        "holeError": round(float(np.mean(errors)), 4) if errors else None,
        "validationDice": None if math.isnan(validation_dice) else round(validation_dice, 4), "epoch": epoch,
        "seconds": round(time.time() - began, 1)}))


if __name__ == "__main__":
    main()
