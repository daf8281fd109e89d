# the queries are detached
# expect: part of a projection
class CausalSelfAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.h = n_heads
        self.qkv, self.o = nn.Linear(d_model, 3 * d_model), nn.Linear(d_model, d_model)
    def forward(self, x):
        B, T, D = x.shape
        q, k, v = (p.reshape(B, T, self.h, -1).transpose(1, 2) for p in self.qkv(x).chunk(3, -1))
        o, _ = attention(q=q.detach(), k=k, v=v, mask=causal_mask(T=T))
        return self.o(o.transpose(1, 2).reshape(B, T, D))
