"""The tiny checkpoint in PyTorch."""
import torch
from segment_anything.modeling import ImageEncoderViT, MaskDecoder, PromptEncoder, Sam, TwoWayTransformer
from torch import nn

SIDE, WIDTH = 256, 128


def tiny_sam(checkpoint):
    """The architecture that syr-checkpoint-tiny's CARD.md describes."""
    sam = Sam(
        image_encoder=ImageEncoderViT(
            img_size=SIDE, patch_size=8, embed_dim=WIDTH, depth=6, num_heads=4, mlp_ratio=4, out_chans=WIDTH, qkv_bias=True,
            norm_layer=lambda n: nn.LayerNorm(n, eps=1e-6), use_rel_pos=True, window_size=8, global_attn_indexes=(2, 5)),
        prompt_encoder=PromptEncoder(embed_dim=WIDTH, image_embedding_size=(SIDE // 8,) * 2, input_image_size=(SIDE,) * 2,
                                     mask_in_chans=16),
        mask_decoder=MaskDecoder(
            num_multimask_outputs=3, transformer=TwoWayTransformer(depth=2, embedding_dim=WIDTH, mlp_dim=512, num_heads=8),
            transformer_dim=WIDTH, iou_head_depth=3, iou_head_hidden_dim=WIDTH))
    sam.load_state_dict(torch.load(checkpoint, weights_only=True))
    return sam.eval().requires_grad_(False)
