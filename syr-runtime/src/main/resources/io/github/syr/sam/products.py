
  # The end of encoder.py: matrix products by what PyTorch takes by itself, which is MKL for float32 on x86 and cuBLAS on a GPU.

  # x W^T + b, W being outputs x inputs
  def product(self: __torch__.Encoder, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    return torch.linear(x, weight, bias)

  # x y^T of each window and head
  def by_rows(self: __torch__.Encoder, x: Tensor, y: Tensor) -> Tensor:
    return torch.matmul(x, y.transpose(2, 3))

  # x^T y of each window and head
  def by_columns(self: __torch__.Encoder, x: Tensor, y: Tensor) -> Tensor:
    return torch.matmul(x.transpose(2, 3), y)

  # Attention of some windows, heads and queries
  def attend_piece(self: __torch__.Encoder, q: Tensor, k: Tensor, v: Tensor, rows: Tensor, columns: Tensor, scale: float) -> Tensor:
    mask = rows.unsqueeze(4) + columns.unsqueeze(3)
    return torch.scaled_dot_product_attention(q, k, v, mask.flatten(3), 0., False, scale=scale)

  def attend_in_bfloat16(self: __torch__.Encoder, q: Tensor, k: Tensor, v: Tensor, h: Tensor, w: Tensor) -> Tensor:
    return self.attend_by_channels(q, k, v, h, w)
