# batch norm mixes rows and positions, in training mode only
# expect: normalised together
class Block(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.l1, self.l2 = nn.BatchNorm1d(d_model), nn.BatchNorm1d(d_model)
        self.sa = CausalSelfAttention(d_model, n_heads)
        self.ff = nn.Sequential(nn.Linear(d_model, 4 * d_model), nn.ReLU(), nn.Linear(4 * d_model, d_model))

    def forward(self, x):
        x = x + self.sa(self.l1(x.mT).mT)
        return x + self.ff(self.l2(x.mT).mT)


class TransformerLM(nn.Module):
    def __init__(self, vocab, block, d_model, n_heads, n_layers):
        super().__init__()
        self.e, self.p = nn.Embedding(vocab, d_model), nn.Embedding(block, d_model)
        self.b = nn.Sequential(*[Block(d_model, n_heads) for _ in range(n_layers)])
        self.o = nn.Linear(d_model, vocab)

    def forward(self, ids):
        return self.o(self.b(self.e(ids) + self.p(torch.arange(ids.shape[1]))))
