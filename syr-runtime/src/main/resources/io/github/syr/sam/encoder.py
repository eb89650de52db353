# A transformer block of the image encoder, forwards and backwards, as TorchScript: DJL has no scaled_dot_product_attention
# and no bfloat16, and a block is one call here. In the form in which PyTorch keeps scripts in its files; in it 6 is the type
# float32 and 15 is bfloat16. Nothing here is differentiated by PyTorch: the gradients are written out, so that what is kept
# for them is chosen here. Matrix products are those of products.py or products_onednn.py, which follow here as part of the class.
#
#   x, out, up   B x H x W x C, float32: a block's input and output, and the gradient of its output
#   weights      norm1 (weight, bias), norm2, attn.qkv, attn.proj, mlp.lin1, mlp.lin2, h, w. All but those of norm1 and
#                norm2 are of the type that matrix products are computed in, float32 or bfloat16
#   h, w         S x c x S: for a query's row (column), the embedding of the distance to each key's row (column)
#   lora         A (rank x inputs) and B (outputs x rank) of q, k, v, proj, lin1, lin2, float32; empty where a layer has none
#   scales       alpha / rank of each of the six
#
# S is a window's side, or the image's; c a head's channels.
class Encoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def forward(self: __torch__.Encoder, x: Tensor, weights: List[Tensor], lora: List[Tensor], scales: List[float], eps: float) -> Tensor:
    q, k, v = self.project(x, weights, lora, scales, eps)
    out = torch.add(x, self.linear(self.attend(q, k, v, weights), 3, weights[6], weights[7], lora, scales))
    hidden = self.linear(self.norm2(out, weights, eps), 4, weights[8], weights[9], lora, scales)
    return out.add_(self.linear(torch.gelu(hidden), 5, weights[10], weights[11], lora, scales))

  # The output, and what backward needs beside x: q, k, v and what attention gives; if all is true, what it would have to
  # compute again, too: the sum after attention, and the hidden layer.
  def keep(self: __torch__.Encoder, x: Tensor, weights: List[Tensor], lora: List[Tensor], scales: List[float], eps: float, all: bool) -> List[Tensor]:
    q, k, v = self.project(x, weights, lora, scales, eps)
    attended = self.attend(q, k, v, weights)
    sum = torch.add(x, self.linear(attended, 3, weights[6], weights[7], lora, scales))
    hidden = self.linear(self.norm2(sum, weights, eps), 4, weights[8], weights[9], lora, scales)
    out = torch.add(sum, self.linear(torch.gelu(hidden), 5, weights[10], weights[11], lora, scales))
    if all:
      kept = [out, q, k, v, attended, sum, hidden]
    else:
      kept = [out, q, k, v, attended]
    return kept

  # The gradient of x, and those of A and B of each layer that has LoRA.
  def backward(self: __torch__.Encoder, x: Tensor, kept: List[Tensor], up: Tensor, weights: List[Tensor], lora: List[Tensor], scales: List[float], eps: float) -> List[Tensor]:
    type = weights[4].dtype
    attended = kept[3]
    if len(kept) > 4:
      sum = kept[4]
      hidden = kept[5]
    else:
      sum = torch.add(x, self.linear(attended, 3, weights[6], weights[7], lora, scales))
      hidden = self.linear(self.norm2(sum, weights, eps), 4, weights[8], weights[9], lora, scales)

    # out = sum + lin2(gelu(lin1(norm2(sum))))
    upstream = torch.to(up, type)
    if lora[10].numel() > 0:
      lin2 = self.lora_gradient(torch.gelu(hidden), upstream, 5, lora, scales)
    else:
      lin2 = annotate(List[Tensor], [])
    upstream = torch.gelu_backward(self.input_gradient(upstream, 5, weights[10], lora, scales), hidden)
    normalised, mean, deviation = torch.native_layer_norm(sum, [x.size(3)], weights[2], weights[3], eps)
    lin1 = self.lora_gradient(torch.to(normalised, type), upstream, 4, lora, scales)
    upstream = torch.to(self.input_gradient(upstream, 4, weights[8], lora, scales), 6)
    dsum, _0, _1 = torch.native_layer_norm_backward(upstream, sum, [x.size(3)], mean, deviation, weights[2], weights[3], [True, False, False])
    dsum = dsum.add_(up)

    # sum = x + proj(attend(q, k, v))
    upstream = torch.to(dsum, type)
    proj = self.lora_gradient(attended, upstream, 3, lora, scales)
    upstream = self.input_gradient(upstream, 3, weights[6], lora, scales)
    dq, dk, dv = self.attend_gradient(kept[0], kept[1], kept[2], attended, upstream, weights)

    # q, k, v = qkv(norm1(x))
    normalised, mean, deviation = torch.native_layer_norm(x, [x.size(3)], weights[0], weights[1], eps)
    normalised = torch.to(normalised, type)
    q = self.lora_gradient(normalised, dq, 0, lora, scales)
    k = self.lora_gradient(normalised, dk, 1, lora, scales)
    v = self.lora_gradient(normalised, dv, 2, lora, scales)
    parts = weights[4].chunk(3)
    dnormalised = self.input_gradient(dq, 0, parts[0], lora, scales)
    dnormalised.add_(self.input_gradient(dk, 1, parts[1], lora, scales))
    dnormalised.add_(self.input_gradient(dv, 2, parts[2], lora, scales))
    dx, _2, _3 = torch.native_layer_norm_backward(torch.to(dnormalised, 6), x, [x.size(3)], mean, deviation, weights[0], weights[1], [True, False, False])
    return [dx.add_(dsum)] + q + k + v + proj + lin1 + lin2

  def to_bfloat16(self: __torch__.Encoder, x: Tensor) -> Tensor:
    return torch.to(x, 15)

  # x W^T + b, and what the LoRA of layer i adds
  def linear(self: __torch__.Encoder, x: Tensor, i: int, weight: Tensor, bias: Tensor, lora: List[Tensor], scales: List[float]) -> Tensor:
    out = self.product(x, weight, bias)
    if lora[2 * i].numel() > 0:
      low = torch.linear(x, torch.to(lora[2 * i], x.dtype))
      out.add_(torch.linear(low, torch.to(lora[2 * i + 1], x.dtype)), alpha=scales[i])
    return out

  # of the input of linear, from that of its output
  def input_gradient(self: __torch__.Encoder, up: Tensor, i: int, weight: Tensor, lora: List[Tensor], scales: List[float]) -> Tensor:
    out = self.product(up, weight.t(), None)
    if lora[2 * i].numel() > 0:
      low = torch.matmul(up, torch.to(lora[2 * i + 1], up.dtype))
      out.add_(torch.matmul(low, torch.to(lora[2 * i], up.dtype)), alpha=scales[i])
    return out

  # of A and B of layer i, if it has them, from its input and the gradient of its output
  def lora_gradient(self: __torch__.Encoder, x: Tensor, up: Tensor, i: int, lora: List[Tensor], scales: List[float]) -> List[Tensor]:
    if lora[2 * i].numel() > 0:
      inputs = x.flatten(0, 2)
      outputs = up.flatten(0, 2)
      low = torch.matmul(outputs, torch.to(lora[2 * i + 1], up.dtype)).mul_(scales[i])
      a = torch.to(torch.matmul(low.t(), inputs), 6)
      low = torch.matmul(inputs, torch.to(lora[2 * i], x.dtype).t()).mul_(scales[i])
      b = torch.to(torch.matmul(outputs.t(), low), 6)
      gradients = [a, b]
    else:
      gradients = annotate(List[Tensor], [])
    return gradients

  def norm2(self: __torch__.Encoder, x: Tensor, weights: List[Tensor], eps: float) -> Tensor:
    return torch.to(torch.layer_norm(x, [x.size(3)], weights[2], weights[3], eps), weights[4].dtype)

  # q, k, v: B x H x W x C
  def project(self: __torch__.Encoder, x: Tensor, weights: List[Tensor], lora: List[Tensor], scales: List[float], eps: float) -> Tuple[Tensor, Tensor, Tensor]:
    y = torch.to(torch.layer_norm(x, [x.size(3)], weights[0], weights[1], eps), weights[4].dtype)
    parts = weights[4].chunk(3)
    biases = weights[5].chunk(3)
    q = self.linear(y, 0, parts[0], biases[0], lora, scales)
    k = self.linear(y, 1, parts[1], biases[1], lora, scales)
    v = self.linear(y, 2, parts[2], biases[2], lora, scales)
    return (q, k, v)

  # Multi-head attention with decomposed relative positions (Li et al. 2021, arXiv:2112.01526): B x H x W x C
  def attend(self: __torch__.Encoder, q: Tensor, k: Tensor, v: Tensor, weights: List[Tensor]) -> Tensor:
    h = weights[12]
    w = weights[13]
    heads = q.size(3) // h.size(1)
    s = h.size(0)
    pads = weights[5].chunk(3)
    qs = self.windows(q, pads[0], heads, s)
    ks = self.windows(k, pads[1], heads, s)
    vs = self.windows(v, pads[2], heads, s)
    if q.dtype == 15:
      out = self.attend_in_bfloat16(qs, ks, vs, h, w)
    else:
      out = self.attend_by_mask(qs, ks, vs, h, w)
    return self.image(out, q)

  # Relative positions as a mask, for some queries at a time, so that no matrix of all scores is ever kept.
  def attend_by_mask(self: __torch__.Encoder, q: Tensor, k: Tensor, v: Tensor, h: Tensor, w: Tensor) -> Tensor:
    rows = self.row_scores(q, h)
    columns = self.column_scores(q, w)
    out = torch.empty_like(q)
    scale = float(h.size(1)) ** -0.5
    n, m, r = self.piece(q)
    for a in range(0, q.size(0), n):
      for b in range(0, q.size(1), m):
        for c in range(0, q.size(2), r):
          queries = q[a:a + n, b:b + m, c:c + r]
          out[a:a + n, b:b + m, c:c + r] = self.attend_piece(queries, k[a:a + n, b:b + m], v[a:a + n, b:b + m], rows[a:a + n, b:b + m, c:c + r], columns[a:a + n, b:b + m, c:c + r], scale)
    return out

  # Relative positions as further channels: of a query its scores for rows and columns, of a key which row and column it is
  # in. With a processor's units for matrices (AMX) and on a GPU, making a mask of all scores takes longer than their products.
  def attend_by_channels(self: __torch__.Encoder, q: Tensor, k: Tensor, v: Tensor, h: Tensor, w: Tensor) -> Tensor:
    s = h.size(0)
    queries = torch.cat([torch.mul(q, float(h.size(1)) ** -0.5), self.row_scores(q, h), self.column_scores(q, w)], 3)
    one = torch.eye(s, dtype=q.dtype, device=q.device)
    place = torch.cat([one.unsqueeze(1).expand(s, s, s), one.unsqueeze(0).expand(s, s, s)], 2)
    keys = torch.cat([k, place.view(s * s, 2 * s).expand(q.size(0), q.size(1), s * s, 2 * s)], 3)
    values = torch.constant_pad_nd(v, [0, 2 * s])
    out = torch.scaled_dot_product_attention(queries, keys, values, None, 0., False, scale=1.)
    return out[:, :, :, :h.size(1)]

  # of q, k and v, in float32 whatever their type is
  def attend_gradient(self: __torch__.Encoder, q: Tensor, k: Tensor, v: Tensor, out: Tensor, up: Tensor, weights: List[Tensor]) -> Tuple[Tensor, Tensor, Tensor]:
    h = torch.to(weights[12], 6)
    w = torch.to(weights[13], 6)
    heads = q.size(3) // h.size(1)
    s = h.size(0)
    pads = torch.to(weights[5], 6).chunk(3)
    zero = torch.zeros_like(pads[0])
    qs = self.windows(torch.to(q, 6), pads[0], heads, s)
    ks = self.windows(torch.to(k, 6), pads[1], heads, s)
    vs = self.windows(torch.to(v, 6), pads[2], heads, s)
    ups = self.windows(torch.to(up, 6), zero, heads, s)
    mean = (self.windows(torch.to(out, 6), zero, heads, s) * ups).sum(-1, True)
    rows = self.row_scores(qs, h)
    columns = self.column_scores(qs, w)
    dq = torch.empty_like(qs)
    dk = torch.zeros_like(ks)
    dv = torch.zeros_like(vs)
    drows = torch.empty_like(rows)
    dcolumns = torch.empty_like(columns)
    scale = float(h.size(1)) ** -0.5
    n, m, r = self.piece(qs)
    for a in range(0, qs.size(0), n):
      for b in range(0, heads, m):
        keys = ks[a:a + n, b:b + m]
        values = vs[a:a + n, b:b + m]
        for c in range(0, s * s, r):
          queries = qs[a:a + n, b:b + m, c:c + r] * scale
          u = ups[a:a + n, b:b + m, c:c + r]
          scores = self.by_rows(queries, keys)
          grid = scores.view(scores.size(0), scores.size(1), scores.size(2), s, s)
          grid.add_(rows[a:a + n, b:b + m, c:c + r].unsqueeze(4)).add_(columns[a:a + n, b:b + m, c:c + r].unsqueeze(3))
          p = scores.softmax(-1)
          dv[a:a + n, b:b + m].add_(self.by_columns(p, u))
          d = self.by_rows(u, values).sub_(mean[a:a + n, b:b + m, c:c + r]).mul_(p)
          dgrid = d.view(d.size(0), d.size(1), d.size(2), s, s)
          drows[a:a + n, b:b + m, c:c + r] = dgrid.sum(4)
          dcolumns[a:a + n, b:b + m, c:c + r] = dgrid.sum(3)
          dq[a:a + n, b:b + m, c:c + r] = self.by_rows(d, keys.transpose(2, 3)).mul_(scale)
          dk[a:a + n, b:b + m].add_(self.by_columns(d, queries))
    grid = dq.view(-1, s, s, h.size(1))
    grid.add_(torch.matmul(drows.view(-1, s, s, s), h.transpose(1, 2)))
    grid.transpose(1, 2).add_(torch.matmul(dcolumns.view(-1, s, s, s).transpose(1, 2), w.transpose(1, 2)))
    return (torch.to(self.image(dq, q), q.dtype), torch.to(self.image(dk, q), q.dtype), torch.to(self.image(dv, q), q.dtype))

  # Windows, heads and queries whose scores are made at once: what stays in a processor's caches, and what glibc gives out
  # again instead of mapping it anew; a GPU has its own allocator. x: windows x heads x SS x c
  def piece(self: __torch__.Encoder, x: Tensor) -> Tuple[int, int, int]:
    if x.is_cuda:
      limit = 268435456
    else:
      limit = 2097152
    heads = x.size(1)
    tokens = x.size(2)
    s = self.side(x)
    n = max(1, limit // (heads * tokens * tokens))
    m = max(1, min(heads, limit // (tokens * tokens)))
    r = max(1, min(s, limit // (s * tokens))) * s
    return (n, m, r)

  # windows x heads x SS x c -> S
  def side(self: __torch__.Encoder, x: Tensor) -> int:
    return int(float(x.size(2)) ** 0.5 + 0.5)

  # B x H x W x C -> windows x heads x SS x c; those that reach beyond the image are filled up with the bias of q, k or v,
  # which is what they are there, as the layer's input is 0 there.
  def windows(self: __torch__.Encoder, x: Tensor, pad: Tensor, heads: int, s: int) -> Tensor:
    rows = (x.size(1) + s - 1) // s
    columns = (x.size(2) + s - 1) // s
    if rows * s > x.size(1) or columns * s > x.size(2):
      padded = pad.expand(x.size(0), rows * s, columns * s, x.size(3)).clone()
      padded[:, :x.size(1), :x.size(2)] = x
    else:
      padded = x
    parts = padded.reshape(x.size(0), rows, s, columns, s, heads, x.size(3) // heads)
    parts = parts.permute(0, 1, 3, 5, 2, 4, 6).contiguous()
    return parts.view(-1, heads, s * s, x.size(3) // heads)

  # windows x heads x SS x c -> B x H x W x C, as an image of that shape
  def image(self: __torch__.Encoder, x: Tensor, like: Tensor) -> Tensor:
    s = self.side(x)
    rows = (like.size(1) + s - 1) // s
    columns = (like.size(2) + s - 1) // s
    parts = x.reshape(like.size(0), rows, columns, x.size(1), s, s, x.size(3)).permute(0, 1, 4, 2, 5, 3, 6)
    return parts.reshape(like.size(0), rows * s, columns * s, like.size(3))[:, :like.size(1), :like.size(2)].contiguous()

  # windows x heads x SS x S
  def row_scores(self: __torch__.Encoder, q: Tensor, h: Tensor) -> Tensor:
    s = h.size(0)
    return torch.matmul(q.view(-1, s, s, q.size(3)), h).view(q.size(0), q.size(1), s * s, s)

  def column_scores(self: __torch__.Encoder, q: Tensor, w: Tensor) -> Tensor:
    s = w.size(0)
    return torch.matmul(q.view(-1, s, s, q.size(3)).transpose(1, 2), w).transpose(1, 2).reshape(q.size(0), q.size(1), s * s, s)
