# What the image encoder needs of PyTorch beyond DJL, as TorchScript: scaled_dot_product_attention and bfloat16. In the form
# in which PyTorch keeps scripts in its files; in it 6 is the type float32 and 15 is bfloat16.
#
# Multi-head attention with decomposed relative positions (Li et al. 2021, arXiv:2112.01526):
#
#   q, k, v      B x H x W x C: an image's tokens
#   bias         3C: what q, k and v are in the padding of windows that reach beyond the image, as their input is 0 there
#   h, w         S x c x S: for a query's row (column), the embedding of the distance to each key's row (column)
#   out, up      B x H x W x C: what attend returned, and its gradient
#
# S is a window's side, or the image's; c a head's channels. Nothing here is differentiated by PyTorch: the gradient is
# written out, so that no matrix of all scores is ever kept.
class Encoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def attend(self: __torch__.Encoder, q: Tensor, k: Tensor, v: Tensor, bias: Tensor, h: Tensor, w: Tensor) -> Tensor:
    heads = q.size(3) // h.size(1)
    s = h.size(0)
    tokens = s * s
    pads = bias.chunk(3)
    qs = self.windows(q, pads[0], heads, s)
    ks = self.windows(k, pads[1], heads, s)
    vs = self.windows(v, pads[2], heads, s)
    rows = self.row_scores(qs, h)
    columns = self.column_scores(qs, w)
    out = torch.empty_like(qs)
    scale = float(h.size(1)) ** -0.5
    n, m, r = self.piece(q, heads, s)
    for a in range(0, qs.size(0), n):
      for b in range(0, heads, m):
        for c in range(0, tokens, r):
          mask = rows[a:a + n, b:b + m, c:c + r].unsqueeze(4) + columns[a:a + n, b:b + m, c:c + r].unsqueeze(3)
          part = torch.scaled_dot_product_attention(qs[a:a + n, b:b + m, c:c + r], ks[a:a + n, b:b + m], vs[a:a + n, b:b + m], mask.flatten(3), 0., False, scale=scale)
          out[a:a + n, b:b + m, c:c + r] = part
    return self.image(out, q)

  def attend_gradient(self: __torch__.Encoder, q: Tensor, k: Tensor, v: Tensor, bias: Tensor, h: Tensor, w: Tensor, out: Tensor, up: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    heads = q.size(3) // h.size(1)
    s = h.size(0)
    tokens = s * s
    pads = bias.chunk(3)
    zero = torch.zeros_like(pads[0])
    qs = self.windows(q, pads[0], heads, s)
    ks = self.windows(k, pads[1], heads, s)
    vs = self.windows(v, pads[2], heads, s)
    ups = self.windows(up, zero, heads, s)
    mean = (self.windows(out, zero, heads, s) * ups).sum(-1, True)
    rows = self.row_scores(qs, h)
    columns = self.column_scores(qs, w)
    dq = torch.empty_like(qs)
    dk = torch.zeros_like(ks)
    dv = torch.zeros_like(vs)
    drows = torch.empty_like(rows)
    dcolumns = torch.empty_like(columns)
    scale = float(h.size(1)) ** -0.5
    n, m, r = self.piece(q, heads, s)
    for a in range(0, qs.size(0), n):
      for b in range(0, heads, m):
        keys = ks[a:a + n, b:b + m]
        values = vs[a:a + n, b:b + m]
        for c in range(0, tokens, r):
          queries = qs[a:a + n, b:b + m, c:c + r] * scale
          u = ups[a:a + n, b:b + m, c:c + r]
          scores = torch.matmul(queries, keys.transpose(2, 3))
          grid = scores.view(scores.size(0), scores.size(1), scores.size(2), s, s)
          grid.add_(rows[a:a + n, b:b + m, c:c + r].unsqueeze(4)).add_(columns[a:a + n, b:b + m, c:c + r].unsqueeze(3))
          p = scores.softmax(-1)
          dv[a:a + n, b:b + m].add_(torch.matmul(p.transpose(2, 3), u))
          d = torch.matmul(u, values.transpose(2, 3)).sub_(mean[a:a + n, b:b + m, c:c + r]).mul_(p)
          dgrid = d.view(d.size(0), d.size(1), d.size(2), s, s)
          drows[a:a + n, b:b + m, c:c + r] = dgrid.sum(4)
          dcolumns[a:a + n, b:b + m, c:c + r] = dgrid.sum(3)
          dq[a:a + n, b:b + m, c:c + r] = torch.matmul(d, keys).mul_(scale)
          dk[a:a + n, b:b + m].add_(torch.matmul(d.transpose(2, 3), queries))
    grid = dq.view(-1, s, s, h.size(1))
    grid.add_(torch.matmul(drows.view(-1, s, s, s), h.transpose(1, 2)))
    grid.transpose(1, 2).add_(torch.matmul(dcolumns.view(-1, s, s, s).transpose(1, 2), w.transpose(1, 2)))
    return (self.image(dq, q), self.image(dk, q), self.image(dv, q))

  def bfloat16(self: __torch__.Encoder, x: Tensor) -> Tensor:
    return torch.to(x, 15)

  # A whole block with matrix products of bfloat16. x: B x H x W x C, float32, as is what is returned; g1, b1 and g2, b2: of
  # the layer normalisations, float32; the weights and biases of the linear layers, h and w as above: bfloat16.
  def block(self: __torch__.Encoder, x: Tensor, g1: Tensor, b1: Tensor, g2: Tensor, b2: Tensor, qkv: Tensor, qkv_bias: Tensor, proj: Tensor, proj_bias: Tensor, lin1: Tensor, lin1_bias: Tensor, lin2: Tensor, lin2_bias: Tensor, h: Tensor, w: Tensor, eps: float) -> Tensor:
    s = h.size(0)
    channels = x.size(3)
    rows = (x.size(1) + s - 1) // s
    columns = (x.size(2) + s - 1) // s
    y = torch.to(torch.layer_norm(x, [channels], g1, b1, eps), 15)
    y = torch.constant_pad_nd(y, [0, 0, 0, columns * s - x.size(2), 0, rows * s - x.size(1)])
    y = y.view(-1, rows, s, columns, s, channels).transpose(2, 3).reshape(-1, s * s, channels)
    y = torch.linear(self.attend_reduced(torch.linear(y, qkv, qkv_bias), h, w), proj, proj_bias)
    y = y.view(-1, rows, columns, s, s, channels).transpose(2, 3).reshape(-1, rows * s, columns * s, channels)
    out = torch.add(x, y[:, :x.size(1), :x.size(2)])
    y = torch.to(torch.layer_norm(out, [channels], g2, b2, eps), 15)
    y = torch.linear(torch.gelu(torch.linear(y, lin1, lin1_bias)), lin2, lin2_bias)
    return out.add_(y)

  # windows x SS x 3C -> windows x SS x C. Relative positions are further channels: of a query its scores for rows and
  # columns, of a key which row and column it is in. A mask of all scores would take longer than their products.
  def attend_reduced(self: __torch__.Encoder, qkv: Tensor, h: Tensor, w: Tensor) -> Tensor:
    s = h.size(0)
    c = h.size(1)
    heads = qkv.size(2) // (3 * c)
    parts = qkv.view(-1, s * s, 3, heads, c).permute(2, 0, 3, 1, 4)
    q = parts[0].contiguous()
    queries = torch.cat([torch.mul(q, float(c) ** -0.5), self.row_scores(q, h), self.column_scores(q, w)], 3)
    one = torch.eye(s, dtype=q.dtype, device=q.device)
    place = torch.cat([one.unsqueeze(1).expand(s, s, s), one.unsqueeze(0).expand(s, s, s)], 2)
    keys = torch.cat([parts[1], place.view(s * s, 2 * s).expand(q.size(0), heads, s * s, 2 * s)], 3)
    values = torch.constant_pad_nd(parts[2], [0, 2 * s])
    out = torch.scaled_dot_product_attention(queries, keys, values, None, 0., False, scale=1.)
    return out[:, :, :, :c].transpose(1, 2).flatten(2)

  # Windows, heads and queries whose scores are made at once: what stays in a processor's caches, and what glibc gives out
  # again instead of mapping it anew; a GPU has its own allocator.
  def piece(self: __torch__.Encoder, x: Tensor, heads: int, s: int) -> Tuple[int, int, int]:
    if x.is_cuda:
      limit = 268435456
    else:
      limit = 2097152
    tokens = s * s
    n = max(1, limit // (heads * tokens * tokens))
    m = max(1, min(heads, limit // (tokens * tokens)))
    r = max(1, min(s, limit // (s * tokens))) * s
    return (n, m, r)

  # B x H x W x C -> windows x heads x SS x c
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
    s = int(float(x.size(2)) ** 0.5 + 0.5)
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
