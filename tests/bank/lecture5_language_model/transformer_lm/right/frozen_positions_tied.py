# frozen sine positions, tied weights, the layers of torch
class TransformerLM(nn.Module):
    def __init__(self, vocab, block, d_model, n_heads, n_layers):
        super().__init__()
        self.t = nn.Embedding(vocab, d_model)
        pe = torch.zeros(block, d_model)
        w = torch.exp(torch.arange(0, d_model, 2) * (-math.log(10000.0) / d_model))
        pe[:, 0::2], pe[:, 1::2] = torch.sin(torch.arange(block)[:, None] * w), torch.cos(torch.arange(block)[:, None] * w)
        self.pe = nn.Parameter(pe, requires_grad=False)
        layer = nn.TransformerEncoderLayer(d_model, n_heads, 2 * d_model, dropout=0.1, batch_first=True, norm_first=True)
        self.l = nn.TransformerEncoder(layer, n_layers, enable_nested_tensor=False)
        self.h = nn.Linear(d_model, vocab, bias=False)
        self.h.weight = self.t.weight
    def forward(self, ids):
        T = ids.shape[1]
        m = torch.triu(torch.ones(T, T, dtype=torch.bool), 1)
        return self.h(self.l(self.t(ids) + self.pe[:T], mask=m))
