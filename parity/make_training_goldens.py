"""Regenerates mini_tuning.safetensors: gradients, optimisers and losses of trainings beyond LoRA on q and v. With --vit-b
vit_b_tuning.safetensors instead: the gradients of SAM ViT-B (a minute, 8 GB).

Needs what make_goldens.py needs, and PyPI's torchvision==0.22.1 and scipy. Run it after make_goldens.py. README.md lists what is
in the file; the functions are the definitions.
"""
import sys
from functools import partial

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from monai.losses import DiceCELoss, DiceLoss
from PIL import Image
from safetensors.torch import load_file, save_file
from scipy import ndimage
from segment_anything import sam_model_registry
from segment_anything.utils.transforms import ResizeLongestSide
from torch.utils.checkpoint import checkpoint
from torchvision.ops import sigmoid_focal_loss

from make_goldens import HERE, fill, forward_logits, mini_sam, prepare, uniform

RANK = 2
CLICK = [30, 40]          # x, y of a pixel of train_0's mask
WHOLE = 256               # a click's gradients with more elements are stored as two numbers
ROUNDING = 1e-6           # gradients with a norm below this part of the largest are left out: zero but for rounding
DICE_CE = DiceCELoss(sigmoid=True, squared_pred=True, reduction="mean")


def formula(name: str, shape, factor=1.) -> torch.Tensor:
    return torch.from_numpy(np.float32(factor) * uniform(name, int(np.prod(shape))).reshape(shape))


def train_0(sam):
    """The first sample of make_goldens.py's training: as forward_logits takes it, and its mask."""
    image = np.asarray(Image.open(HERE / "train_0.png"))
    mask = torch.from_numpy(np.asarray(Image.open(HERE / "train_0_mask.png")) >= 128).float()[None, None]
    box = load_file(HERE / "mini_training.safetensors")["boxes"][0]
    x, boxes = prepare(sam, image, [box.tolist()])
    return {"image": x, "boxes": boxes, "original_size": image.shape[:2]}, mask


def fresh():
    sam = mini_sam()
    fill(sam)
    return sam.requires_grad_(False)


def gradients(named) -> dict:
    """Of the tensors that got one that is more than rounding."""
    found = {name: t.grad for name, t in named if t.grad is not None}
    largest = max(g.norm() for g in found.values())
    return {name: g.contiguous() for name, g in found.items() if g.norm() > ROUNDING * largest}


# --- LoRA on every target ---

class LoraLinear(nn.Module):
    """A linear layer plus B(A x) on each equal part of its outputs; a part for each of the paths."""

    def __init__(self, linear: nn.Linear, paths):
        super().__init__()
        self.linear, self.pairs, self.tensors = linear, [], {}
        for path in paths:
            a = formula(f"{path}.lora_A", (RANK, linear.in_features), 1 / np.sqrt(linear.in_features))
            b = formula(f"{path}.lora_B", (linear.out_features // len(paths), RANK), .05)
            self.pairs.append((a.requires_grad_(), b.requires_grad_()))
            self.tensors.update({f"{path}.lora_A": a, f"{path}.lora_B": b})

    def forward(self, x):
        return self.linear(x) + torch.cat([F.linear(F.linear(x, a), b) for a, b in self.pairs], -1)


def target_modules(sam):
    """Paths of all linear layers that LoRA can go to, with what their parts are called."""
    for i in range(len(sam.image_encoder.blocks)):
        block = f"image_encoder.blocks.{i}"
        yield f"{block}.attn.qkv", (".q", ".k", ".v")
        for layer in ("attn.proj", "mlp.lin1", "mlp.lin2"):
            yield f"{block}.{layer}", ("",)
    transformer = "mask_decoder.transformer"
    attentions = [f"{transformer}.layers.{i}.{kind}" for i in range(len(sam.mask_decoder.transformer.layers))
                  for kind in ("self_attn", "cross_attn_token_to_image", "cross_attn_image_to_token")]
    for attention in attentions + [f"{transformer}.final_attn_token_to_image"]:
        for layer in ("q_proj", "k_proj", "v_proj", "out_proj"):
            yield f"{attention}.{layer}", ("",)


def attach_to_all(sam) -> dict:
    live = {}
    for path, parts in target_modules(sam):
        parent, name = path.rsplit(".", 1)
        lora = LoraLinear(sam.get_submodule(path), [path + part for part in parts])
        setattr(sam.get_submodule(parent), name, lora)
        live.update(lora.tensors)
    return live


def targets() -> dict:
    sam = fresh()
    live = attach_to_all(sam)
    sample, mask = train_0(sam)
    _, [(_, _, logits)] = forward_logits(sam, [sample])
    loss = DICE_CE(logits, mask)
    loss.backward()
    return {"loss": loss[None], **{f"grad.{k}": g for k, g in gradients(live.items()).items()}}


# --- the mask decoder itself ---

def decoder() -> dict:
    sam = fresh()
    sam.mask_decoder.requires_grad_()
    sample, mask = train_0(sam)
    _, [(_, _, logits)] = forward_logits(sam, [sample])
    loss = DICE_CE(logits, mask)
    loss.backward()
    return {"loss": loss[None], **{f"grad.{k}": g for k, g in gradients(sam.named_parameters()).items()}}


def summary(name: str, t: torch.Tensor) -> torch.Tensor:
    """Norm, and dot product with the uniform formula tensor of the name; both of double precision."""
    t = t.flatten().double()
    return torch.stack([t.norm(), t @ formula(name, t.shape).double()])


def click() -> dict:
    """The best of three masks for one foreground click, and their predicted IoU against the real one."""
    sam = fresh()
    sam.mask_decoder.requires_grad_()
    sample, mask = train_0(sam)
    size = sample["original_size"]
    point = ResizeLongestSide(sam.image_encoder.img_size).apply_coords(np.array([[CLICK]], dtype=np.float64), size)
    sparse, dense = sam.prompt_encoder(
        points=(torch.as_tensor(point, dtype=torch.float), torch.ones(1, 1)), boxes=None, masks=None)
    low, iou = sam.mask_decoder(
        image_embeddings=sam.image_encoder(sam.preprocess(sample["image"])[None]), image_pe=sam.prompt_encoder.get_dense_pe(),
        sparse_prompt_embeddings=sparse, dense_prompt_embeddings=dense, multimask_output=True)
    logits = sam.postprocess_masks(low, sample["image"].shape[-2:], size)
    losses = torch.stack([DICE_CE(logits[:, i:i + 1], mask) for i in range(3)])
    predicted, true = logits.detach() > 0, mask > 0
    real = (predicted & true).sum((0, 2, 3)) / (predicted | true).sum((0, 2, 3))
    best = losses.argmin()
    iou_loss = F.mse_loss(iou[0], real)
    loss = losses[best] + iou_loss
    loss.backward()
    out = {"point": torch.tensor(CLICK, dtype=torch.float), "dice_ce": losses, "predicted_iou": iou[0], "real_iou": real,
           "best": best[None], "iou_loss": iou_loss[None], "loss": loss[None]}
    for name, g in gradients(sam.named_parameters()).items():
        out.update({f"grad.{name}": g} if g.numel() <= WHOLE else {f"summary.{name}": summary(name, g)})
    return out


# --- ViT-B ---

def vit_b() -> dict:
    """The image, box and mask of make_goldens.py's vit_b; each tensor's gradient as two numbers."""
    def loss_and_gradients(sam, named, kind):
        image = np.asarray(Image.open(HERE / "vit_b_image.png"))
        x, boxes = prepare(sam, image, [[150., 90., 610., 480.]])
        mask = torch.zeros(1, 1, *image.shape[:2])
        mask[..., 120:450, 200:560] = 1
        mask[..., 200:380, 280:480] = 0
        _, [(_, _, logits)] = forward_logits(sam, [{"image": x, "boxes": boxes, "original_size": image.shape[:2]}])
        loss = DICE_CE(logits, mask)
        loss.backward()
        found = gradients(named)
        return {f"{kind}/loss": loss[None], **{f"{kind}/summary.{k}": summary(k, g) for k, g in found.items()}}

    def vit():
        sam = sam_model_registry["vit_b"]().eval()
        fill(sam)
        return sam.requires_grad_(False)

    sam = vit()
    live = attach_to_all(sam)
    for block in sam.image_encoder.blocks:              # recompute each block in the backward pass: 3x less memory
        block.forward = partial(checkpoint, block.forward, use_reentrant=False)
    out = loss_and_gradients(sam, live.items(), "targets")
    sam = vit()
    sam.mask_decoder.requires_grad_()
    return {**out, **loss_and_gradients(sam, sam.named_parameters(), "decoder")}


# --- optimisers and the moving average ---

def optimisers() -> dict:
    out = {}
    for kind, make in {"adamw": lambda p: torch.optim.AdamW(p, lr=1e-3, weight_decay=.05),
                       "adam": lambda p: torch.optim.Adam(p, lr=1e-3)}.items():
        p = nn.Parameter(formula("adamw.start", (20,)))
        optimiser, average, steps, averages = make([p]), p.detach().clone(), [], []
        for t in range(1, 6):
            p.grad = formula(f"adamw.gradient.{t}", (20,))
            optimiser.step()
            decay = min(.99, (1 + t) / (10 + t))
            average = decay * average + (1 - decay) * p.detach()
            steps.append(p.detach().clone())
            averages.append(average)
        out.update({f"adamw/{kind}": torch.stack(steps), f"ema/{kind}": torch.stack(averages)})
    return out


# --- losses ---

def ring(h: int, w: int) -> np.ndarray:
    """A ring whose rims are frayed and whose band lacks single pixels, as the formula has it; its middle is a hole."""
    y, x = np.mgrid[0:h, 0:w].astype(np.float64)
    r = np.hypot(y - (h - 1) / 2, (x - (w - 1) / 2) * .8)
    u = uniform("losses.truth", h * w).reshape(h, w)
    band, rims = (r >= 6) & (r < 9), (r >= 5) & (r < 10.5)
    return np.where(band, u > -.95, rims & (u > .3))


def holes(truth: np.ndarray) -> np.ndarray:
    """Background that no 4-connected path of background leads to from the image's border."""
    return ndimage.binary_fill_holes(truth) & ~truth       # SciPy's default structure is the cross


def signed_distance(truth: np.ndarray) -> np.ndarray:
    """Of a pixel to the nearest one of the other kind, negative in the object; in units of the longer side."""
    outside, inside = ndimage.distance_transform_edt(~truth), ndimage.distance_transform_edt(truth)
    return ((outside - inside) / max(truth.shape)).astype(np.float32)


def losses() -> dict:
    """Focal loss has RetinaNet's alpha 0.25 and gamma 2, torchvision's defaults, which DETR and after it SAM took over."""
    h, w = 24, 32
    truth = ring(h, w)
    hole, distance = (torch.from_numpy(a)[None, None] for a in (holes(truth), signed_distance(truth)))
    target = torch.from_numpy(truth)[None, None].float()
    dice = DiceLoss(sigmoid=True, squared_pred=True, reduction="mean")
    terms = {
        "focal": lambda x: (20 * sigmoid_focal_loss(x, target, alpha=.25, gamma=2, reduction="mean"), dice(x, target)),
        "boundary": lambda x: (DICE_CE(x, target), (x.sigmoid() * distance).mean()),
        "hole": lambda x: (dice(x, target), F.binary_cross_entropy_with_logits(x, target, 1 + 4 * hole.float())),
    }
    start = formula("losses.logits", (1, 1, h, w), 4)
    out = {"logits": start, "truth": target, "holes": hole.float(), "distance": distance}
    for name, of in terms.items():
        x = start.clone().requires_grad_()
        parts = of(x)
        sum(parts).backward()
        out.update({f"{name}.terms": torch.stack(parts), f"{name}.value": sum(parts)[None], f"{name}.grad": x.grad})
    return out


def save(tensors: dict, name: str):
    save_file({k: v.detach().contiguous() for k, v in tensors.items()}, HERE / name)


if __name__ == "__main__":
    if "--vit-b" in sys.argv:
        save(vit_b(), "vit_b_tuning.safetensors")
    else:
        out = optimisers()
        for part in (targets, decoder, click, losses):
            out.update({f"{part.__name__}/{k}": v for k, v in part().items()})
        save(out, "mini_tuning.safetensors")
