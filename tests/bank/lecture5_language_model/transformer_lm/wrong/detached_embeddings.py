# the embeddings are detached
# expect: does not reach a part
class TransformerLM(nn.Module):
    def __init__(self, vocab, block, d_model, n_heads, n_layers):
        super().__init__()
        self.t, self.p = nn.Embedding(vocab, d_model), nn.Embedding(block, d_model)
        self.l = nn.Sequential(*[Block(d_model, n_heads) for _ in range(n_layers)])
        self.n, self.h = nn.LayerNorm(d_model), nn.Linear(d_model, vocab)
    def forward(self, ids):
        x = (self.t(ids) + self.p(torch.arange(ids.shape[1]))).detach()
        return self.h(self.n(self.l(x)))
