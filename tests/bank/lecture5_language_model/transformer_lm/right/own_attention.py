# an attention of its own with more arguments, and a bias by distance
class Mixer(nn.Module):
    def __init__(self, d_model, n_heads, block):
        super().__init__()
        self.inner = nn.MultiheadAttention(d_model, n_heads, batch_first=True)
        self.n_heads = n_heads

    def forward(self, x):
        B, T, _ = x.shape
        gap = torch.arange(T)[:, None] - torch.arange(T)
        slopes = 2.0 ** -torch.arange(1, self.n_heads + 1)
        bias = (-slopes[:, None, None] * gap).masked_fill(gap < 0, -math.inf).to(x.dtype)
        return self.inner(x, x, x, attn_mask=bias.repeat(B, 1, 1), need_weights=False)[0]


class TransformerLM(nn.Module):
    def __init__(self, vocab, block, d_model, n_heads, n_layers):
        super().__init__()
        self.embed = nn.Embedding(vocab, d_model)
        self.mixers = nn.ModuleList(Mixer(d_model, n_heads, block) for _ in range(n_layers))
        self.norms = nn.ModuleList(nn.LayerNorm(d_model) for _ in range(n_layers))
        self.head = nn.Linear(d_model, vocab, bias=False)

    def forward(self, idx):
        x = self.embed(idx)
        for mixer, norm in zip(self.mixers, self.norms):
            x = x + F.gelu(mixer(norm(x)))
        return self.head(x)
