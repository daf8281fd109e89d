# a gate without an activation function: the product is what is not linear
class Block(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.norm1, self.norm2 = nn.RMSNorm(d_model), nn.RMSNorm(d_model)
        self.attention = CausalSelfAttention(d_model, n_heads)
        self.up, self.gate, self.down = nn.Linear(d_model, 24), nn.Linear(d_model, 24), nn.Linear(24, d_model)

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        z = self.norm2(x)
        return x + self.down(self.up(z) * self.gate(z))


class TransformerLM(nn.Module):
    def __init__(self, vocab, block, d_model, n_heads, n_layers):
        super().__init__()
        self.e, self.p = nn.Embedding(vocab, d_model), nn.Embedding(block, d_model)
        self.b = nn.Sequential(*[Block(d_model, n_heads) for _ in range(n_layers)])
        self.n, self.o = nn.LayerNorm(d_model), nn.Linear(d_model, vocab)

    def forward(self, ids):
        return self.o(self.n(self.b(self.e(ids) + self.p(torch.arange(ids.shape[1])))))
