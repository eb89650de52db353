
  # The end of encoder.py where MKL is slow: matrix products by oneDNN. It multiplies single matrices here; of the windows'
  # many small ones MKL is no slower.

  # x W^T + b, W being outputs x inputs
  def product(self: __torch__.Encoder, x: Tensor, weight: Tensor, bias: Optional[Tensor]) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, weight, bias, "none", annotate(List[Optional[number]], []), "")

  # x y^T of each window and head
  def by_rows(self: __torch__.Encoder, x: Tensor, y: Tensor) -> Tensor:
    if x.size(0) * x.size(1) == 1:
      out = self.product(x.flatten(0, 2), y.flatten(0, 2), None).view(1, 1, x.size(2), y.size(2))
    else:
      out = torch.matmul(x, y.transpose(2, 3))
    return out

  # x^T y of each window and head
  def by_columns(self: __torch__.Encoder, x: Tensor, y: Tensor) -> Tensor:
    if x.size(0) * x.size(1) == 1:
      out = self.by_rows(y.transpose(2, 3), x.transpose(2, 3)).transpose(2, 3)
    else:
      out = torch.matmul(x.transpose(2, 3), y)
    return out

  # Attention of some windows, heads and queries
  def attend_piece(self: __torch__.Encoder, q: Tensor, k: Tensor, v: Tensor, rows: Tensor, columns: Tensor, scale: float) -> Tensor:
    if q.size(0) * q.size(1) == 1:
      scores = self.by_rows(q * scale, k)
      grid = scores.view(1, 1, scores.size(2), rows.size(3), columns.size(3))
      grid.add_(rows.unsqueeze(4)).add_(columns.unsqueeze(3))
      out = self.by_rows(scores.softmax(-1), v.transpose(2, 3))
    else:
      mask = rows.unsqueeze(4) + columns.unsqueeze(3)
      out = torch.scaled_dot_product_attention(q, k, v, mask.flatten(3), 0., False, scale=scale)
    return out

  def attend_in_bfloat16(self: __torch__.Encoder, q: Tensor, k: Tensor, v: Tensor, h: Tensor, w: Tensor) -> Tensor:
    return self.attend_by_mask(q, k, v, h, w)
