# post-LN, tied weights
class Block(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(d_model), nn.LayerNorm(d_model)
        self.attention = CausalSelfAttention(d_model, n_heads)
        self.mlp = nn.Sequential(nn.Linear(d_model, 4 * d_model), nn.GELU(), nn.Linear(4 * d_model, d_model))

    def forward(self, x):
        x = self.norm1(x + self.attention(x))
        return self.norm2(x + self.mlp(x))


class TransformerLM(nn.Module):
    def __init__(self, vocab, block, d_model, n_heads, n_layers):
        super().__init__()
        self.block = block
        self.token, self.position = nn.Embedding(vocab, d_model), nn.Embedding(block, d_model)
        self.layers = nn.ModuleList([Block(d_model, n_heads) for _ in range(n_layers)])
        self.norm, self.head = nn.Identity(), nn.Linear(d_model, vocab)
        self.head.weight = self.token.weight

    def forward(self, ids):
        B, T = ids.shape
        x = self.token(ids) + self.position(torch.arange(T))
        for layer in self.layers:
            x = layer(x)
        return self.head(self.norm(x))
