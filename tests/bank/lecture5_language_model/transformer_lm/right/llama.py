# RMSNorm, SwiGLU, rotary positions in an attention of its own
class RMSNorm(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.w = nn.Parameter(torch.ones(d))

    def forward(self, x):
        return self.w * x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6)


def rotate(x):
    T, E = x.shape[-2:]
    h = E // 2
    f = 10000.0 ** (-torch.arange(h, dtype=x.dtype, device=x.device) / h)
    a = torch.arange(T, dtype=x.dtype, device=x.device)[:, None] * f
    u, v = x[..., :h], x[..., h:]
    return torch.cat([u * a.cos() - v * a.sin(), u * a.sin() + v * a.cos()], -1)


class Block(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.h = n_heads
        self.wq, self.wk, self.wv, self.wo = (nn.Linear(d_model, d_model, bias=False) for _ in range(4))
        self.w1, self.w3 = nn.Linear(d_model, 3 * d_model, bias=False), nn.Linear(d_model, 3 * d_model, bias=False)
        self.w2 = nn.Linear(3 * d_model, d_model, bias=False)
        self.a, self.f = RMSNorm(d_model), RMSNorm(d_model)

    def forward(self, x):
        z = self.a(x)
        q, k, v = (w(z).unflatten(-1, (self.h, -1)).transpose(1, 2) for w in (self.wq, self.wk, self.wv))
        y, _ = attention(rotate(q), rotate(k), v, causal_mask(x.shape[1]).to(x.device))
        x = x + self.wo(y.transpose(1, 2).flatten(2))
        z = self.f(x)
        return x + self.w2(F.silu(self.w1(z)) * self.w3(z))


class TransformerLM(nn.Module):
    def __init__(self, vocab, block, d_model, n_heads, n_layers):
        super().__init__()
        self.e = nn.Embedding(vocab, d_model)
        self.b = nn.ModuleList([Block(d_model, n_heads) for _ in range(n_layers)])
        self.n = RMSNorm(d_model)
        self.o = nn.Linear(d_model, vocab, bias=False)

    def forward(self, ids):
        x = self.e(ids)
        for b in self.b:
            x = b(x)
        return self.o(self.n(x))
