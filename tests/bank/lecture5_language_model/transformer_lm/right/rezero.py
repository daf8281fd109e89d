# ReZero: each branch starts at 0, scaled by a number that is learnt
class Block(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.attention = CausalSelfAttention(d_model, n_heads)
        self.mlp = nn.Sequential(nn.Linear(d_model, 4 * d_model), nn.ReLU(), nn.Linear(4 * d_model, d_model))
        self.alpha = nn.Parameter(torch.zeros(2))

    def forward(self, x):
        x = x + self.alpha[0] * self.attention(x)
        return x + self.alpha[1] * self.mlp(x)


class TransformerLM(nn.Module):
    def __init__(self, vocab, block, d_model, n_heads, n_layers):
        super().__init__()
        self.e, self.p = nn.Embedding(vocab, d_model), nn.Embedding(block, d_model)
        self.b = nn.Sequential(*[Block(d_model, n_heads) for _ in range(n_layers)])
        self.n, self.o = nn.LayerNorm(d_model), nn.Linear(d_model, vocab)

    def forward(self, ids):
        return self.o(self.n(self.b(self.e(ids) + self.p(torch.arange(ids.shape[1])))))
