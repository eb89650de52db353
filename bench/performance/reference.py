"""The reference's side of the measurements: segment-anything 1.0 on PyTorch, as its users run it.

    python reference.py prepare FOLDER          weights of ViT-B's shapes, LoRA of rank 8, an image
    python reference.py WORK FOLDER REPETITIONS

The environment's BENCH_DEVICE is "cpu" (the default) or "gpu". Prints the line of JSON that the class Measure of syr-bench prints for the same work. The training step is the predecessor's, from
its description: LoRA on q and v of all blocks, DiceCE at the original size, one image at a time.
"""
import json
import math
import os
import re
import shutil
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import load_file, save_file
from segment_anything import SamPredictor, sam_model_registry
from segment_anything.utils.transforms import ResizeLongestSide
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tiny_model import tiny_sam  # noqa: E402

BOX = np.array([300, 200, 1100, 800])
DEVICE = {"cpu": "cpu", "gpu": "cuda"}[os.environ.get("BENCH_DEVICE", "cpu")]
CHECKPOINTS = Path(__file__).resolve().parents[2] / "syr-checkpoint-tiny/src/main/resources/META-INF/syr/checkpoint"


def prepare(folder):
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    sam = sam_model_registry["vit_b"]()
    with torch.no_grad():
        for p in sam.parameters():
            p.add_(.02 * torch.randn_like(p))
    torch.save(sam.state_dict(), folder / "vit_b.pth")
    adapters = [("tiny_lora_%d" % r, 6, 128, r) for r in (4, 8, 16, 32, 64)] + [("lora_%d" % r, 12, 768, r) for r in (4, 8, 64, 512)]
    for name, blocks, width, rank in adapters:
        lora = {}
        for i in range(2 * blocks):
            lora["w_a_%03d" % i] = torch.empty(rank, width).uniform_(-1, 1) / math.sqrt(width)
            lora["w_b_%03d" % i] = .02 * torch.randn(width, rank)
        save_file(lora, folder / (name + ".safetensors"))
    shutil.copy(next(CHECKPOINTS.glob("*.pth")), folder / "sam_tiny.pth")
    y, x = np.mgrid[:1000, :1500]
    rgb = [128 + 100 * np.sin(x / a) * np.cos(y / b) for a, b in ((90, 70), (60, 110), (150, 50))]
    Image.fromarray(np.stack(rgb, -1).astype(np.uint8)).save(folder / "image.png")


class LoraQkv(nn.Module):
    def __init__(self, qkv, a, b):
        super().__init__()
        self.qkv, self.a, self.b = qkv, nn.ParameterList(a), nn.ParameterList(b)

    def forward(self, x):
        q, v = (F.linear(F.linear(x, a), b) for a, b in zip(self.a, self.b))
        return self.qkv(x) + torch.cat([q, torch.zeros_like(q), v], -1)


def load(folder):
    return sam_model_registry["vit_b"](checkpoint=str(folder / "vit_b.pth")).eval().requires_grad_(False).to(DEVICE)


def image_of(folder):
    return np.array(Image.open(folder / "image.png").convert("RGB"))


def ring(image):
    y, x = np.mgrid[:image.shape[0], :image.shape[1]]
    distance = np.hypot(x - 700, y - 500)
    return (distance < 280) & (distance > 150)


def dice_ce(logits, truth):
    p = logits.sigmoid()
    dice = 1 - (2 * (p * truth).sum() + 1e-5) / (p.square().sum() + truth.sum() + 1e-5)
    return dice + F.binary_cross_entropy_with_logits(logits, truth)


def work_load(folder):
    return lambda: [len(load(folder).image_encoder.blocks)]


def encode(reduced):
    """From an image in memory; in bfloat16, as PyTorch's autocast does it."""
    def prepared(folder):
        predictor, image = SamPredictor(load(folder)), image_of(folder)

        def run():
            with torch.autocast(DEVICE, torch.bfloat16, enabled=reduced):
                predictor.set_image(image)
            return predictor.features[:, ::64, ::16, ::16].float().flatten().tolist()
        return run
    return prepared


def encode_batch(count, reduced):
    """The image encoder alone, on many images; in bfloat16, as PyTorch's autocast does it."""
    def prepared(folder):
        sam, image = load(folder), image_of(folder)
        small = torch.from_numpy(ResizeLongestSide(1024).apply_image(image)).permute(2, 0, 1).to(DEVICE)
        batch = sam.preprocess(small)[None].repeat(count, 1, 1, 1)

        @torch.no_grad()
        def run():
            with torch.autocast(DEVICE, torch.bfloat16, enabled=reduced):
                return sam.image_encoder(batch)[-1:, ::64, ::16, ::16].flatten().tolist()
        return run
    return prepared


def boxes(count):
    def prepared(folder):
        predictor = SamPredictor(load(folder))
        predictor.set_image(image_of(folder))
        all_boxes = predictor.transform.apply_boxes_torch(torch.tensor(BOX, device=DEVICE)[None].repeat(count, 1), predictor.original_size)

        def run():
            masks, iou, _ = predictor.predict_torch(None, None, all_boxes, multimask_output=False)
            masks = masks.cpu().numpy()
            return [iou[-1].item(), int(masks[-1].sum())]
        return run
    return prepared


def work_evaluate(folder):
    predictor, image = SamPredictor(load(folder)), image_of(folder)
    truth = ring(image)

    def run():
        dices = []
        for _ in range(5):
            predictor.set_image(image)
            mask = predictor.predict(box=BOX, multimask_output=False)[0][0]
            dices.append(2 * (mask & truth).sum() / (mask.sum() + truth.sum()))
        return dices
    return run


def step(images, rank=8, model=load, adapter="lora", factor=None):
    """One image after the other: the reference has no batches."""
    def prepared(folder):
        sam, image = model(folder), image_of(folder)
        lora = load_file(folder / ("%s_%d.safetensors" % (adapter, rank)), device=DEVICE)
        for i, block in enumerate(sam.image_encoder.blocks):
            pair = [[lora["w_%s_%03d" % (side, 2 * i + third)] for third in (0, 1)] for side in "ab"]
            block.attn.qkv = LoraQkv(block.attn.qkv, *pair)
        parameters = [p for p in sam.parameters() if p.requires_grad]
        truth, size, side = torch.from_numpy(ring(image)).float().to(DEVICE), image.shape[:2], sam.image_encoder.img_size
        h, w = (int(n * side / max(size) + .5) for n in size)
        box = torch.tensor(BOX * ([w / size[1], h / size[0]] * 2), dtype=torch.float, device=DEVICE)[None]

        def one():
            small = torch.from_numpy(np.array(Image.fromarray(image).resize((w, h), Image.BILINEAR))).permute(2, 0, 1).to(DEVICE)
            sparse, dense = sam.prompt_encoder(points=None, boxes=box, masks=None)
            low, _ = sam.mask_decoder(
                image_embeddings=sam.image_encoder(sam.preprocess(small)[None]), image_pe=sam.prompt_encoder.get_dense_pe(),
                sparse_prompt_embeddings=sparse, dense_prompt_embeddings=dense, multimask_output=False)
            loss = dice_ce(sam.postprocess_masks(low, (h, w), size)[0, 0], truth)
            (loss * (factor or 1 / images)).backward()
            return loss.item()

        def run():
            for _ in range(images):
                if factor or _ == 0:
                    for p in parameters:
                        p.grad = None
                loss = one()
            return [loss, math.sqrt(sum(p.grad.double().square().sum().item() for p in parameters))]
        return run
    return prepared


def first_mask(folder):
    """From nothing to a mask in a file: the time of the whole process counts."""
    def run():
        sam, image = tiny_sam(folder / "sam_tiny.pth"), image_of(folder)
        with torch.no_grad():
            logits, iou = tiny_logits(sam, image)
        mask = (logits > 0).numpy()
        Image.fromarray(mask).save(folder / "mask_reference.png")
        return [iou, int(mask.sum())]
    return run


def tiny_logits(sam, image):
    size, side = image.shape[:2], sam.image_encoder.img_size
    h, w = (int(n * side / max(size) + .5) for n in size)
    small = torch.from_numpy(np.array(Image.fromarray(image).resize((w, h), Image.BILINEAR))).permute(2, 0, 1)
    box = torch.tensor(BOX * ([w / size[1], h / size[0]] * 2), dtype=torch.float)[None]
    sparse, dense = sam.prompt_encoder(points=None, boxes=box, masks=None)
    low, iou = sam.mask_decoder(
        image_embeddings=sam.image_encoder(sam.preprocess(small)[None]), image_pe=sam.prompt_encoder.get_dense_pe(),
        sparse_prompt_embeddings=sparse, dense_prompt_embeddings=dense, multimask_output=False)
    return sam.postprocess_masks(low, (h, w), size)[0, 0], iou.item()


WORKS = {"load": work_load, "encode": encode(False), "encode-bfloat16": encode(True), "box": boxes(1), "ten-boxes": boxes(10), "evaluate": work_evaluate,
         "first-mask": first_mask,
         "epoch": step(24, 8, lambda folder: tiny_sam(folder / "sam_tiny.pth").to(DEVICE), "tiny_lora", 1)}


def named(work):
    """encode-8-bfloat16: of 8 images, in that precision; step-4-r64: of 4 images, LoRA of rank 64."""
    if work in WORKS:
        return WORKS[work]
    images, gradients = re.fullmatch(r"encode-(\d+)(-bfloat16)?", work), re.fullmatch(r"step-(\d+)(?:-r(\d+))?", work)
    if images:
        return encode_batch(int(images[1]), bool(images[2]))
    return step(int(gradients[1]), int(gradients[2] or 8))


def status(name):
    for line in open("/proc/self/status"):
        if line.startswith(name + ":"):
            return int(line.split()[1])
    return 0


def main():
    work, folder = sys.argv[1], Path(sys.argv[2])
    if work == "prepare":
        return prepare(folder)
    run = named(work)(folder)
    result, seconds = run(), []
    for _ in range(int(sys.argv[3])):
        began = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - began)
    print(json.dumps({"seconds": seconds, "peakKib": status("VmHWM"), "anonymousKib": status("RssAnon"), "result": result}))


if __name__ == "__main__":
    main()
