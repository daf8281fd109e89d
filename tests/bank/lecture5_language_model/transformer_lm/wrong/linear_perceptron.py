# two linear layers in a row
# expect: the activation in the perceptron is missing
class Block(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(d_model), nn.LayerNorm(d_model)
        self.attention = CausalSelfAttention(d_model, n_heads)
        self.mlp = nn.Sequential(nn.Linear(d_model, 4 * d_model), nn.Dropout(0.1), nn.Linear(4 * d_model, d_model))

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class TransformerLM(nn.Module):
    def __init__(self, vocab, block, d_model, n_heads, n_layers):
        super().__init__()
        self.e, self.p = nn.Embedding(vocab, d_model), nn.Embedding(block, d_model)
        self.b = nn.Sequential(*[Block(d_model, n_heads) for _ in range(n_layers)])
        self.n, self.o = nn.LayerNorm(d_model), nn.Linear(d_model, vocab)

    def forward(self, ids):
        return self.o(self.n(self.b(self.e(ids) + self.p(torch.arange(ids.shape[1])))))
