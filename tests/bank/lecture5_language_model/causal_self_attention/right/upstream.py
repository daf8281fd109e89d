# uses attention and causal_mask by keyword, dropout
class CausalSelfAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.n_heads = n_heads
        self.kv, self.q = nn.Linear(d_model, 2 * d_model), nn.Linear(d_model, d_model)
        self.out, self.dropout = nn.Linear(d_model, d_model), nn.Dropout(0.1)

    def forward(self, x):
        B, T, D = x.shape
        H, E = self.n_heads, D // self.n_heads
        k, v = (part.reshape(B, T, H, E).transpose(1, 2) for part in self.kv(x).chunk(2, -1))
        q = self.q(x).reshape(B, T, H, E).transpose(1, 2)
        mixed, _ = attention(q=q, k=k, v=v, mask=causal_mask(T=T))
        return self.dropout(self.out(mixed.transpose(1, 2).flatten(2)))
