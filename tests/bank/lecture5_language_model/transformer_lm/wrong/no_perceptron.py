# a block is attention and nothing else
# expect: the perceptron is missing
class Block(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.norm, self.attention = nn.LayerNorm(d_model), CausalSelfAttention(d_model, n_heads)

    def forward(self, x):
        return x + self.attention(self.norm(x))


class TransformerLM(nn.Module):
    def __init__(self, vocab, block, d_model, n_heads, n_layers):
        super().__init__()
        self.e, self.p = nn.Embedding(vocab, d_model), nn.Embedding(block, d_model)
        self.b = nn.Sequential(*[Block(d_model, n_heads) for _ in range(n_layers)])
        self.n, self.o = nn.LayerNorm(d_model), nn.Linear(d_model, vocab)

    def forward(self, ids):
        return self.o(self.n(self.b(self.e(ids) + self.p(torch.arange(ids.shape[1])))))
