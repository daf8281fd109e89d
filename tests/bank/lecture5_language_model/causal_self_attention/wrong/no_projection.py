# no output projection is used
# expect: no gradient
class CausalSelfAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.n_heads = n_heads
        self.qkv, self.out = nn.Linear(d_model, 3 * d_model), nn.Linear(d_model, d_model)

    def forward(self, x):
        B, T, D = x.shape
        H, E = self.n_heads, D // self.n_heads
        q, k, v = (part.reshape(B, T, H, E).transpose(1, 2) for part in self.qkv(x).chunk(3, -1))
        mask = torch.ones(T, T, dtype=torch.bool).tril()
        scores = q @ k.transpose(-2, -1) / math.sqrt(E)
        weights = scores.masked_fill(~mask, -math.inf).softmax(-1)
        return (weights @ v).transpose(1, 2).reshape(B, T, D)
