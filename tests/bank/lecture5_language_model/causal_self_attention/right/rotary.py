# rotary positions inside
class CausalSelfAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.n_heads = n_heads
        self.qkv, self.out = nn.Linear(d_model, 3 * d_model), nn.Linear(d_model, d_model)

    def forward(self, x):
        B, T, D = x.shape
        H, E = self.n_heads, D // self.n_heads
        angle = torch.arange(T, dtype=x.dtype)[:, None] / 50 ** (torch.arange(E // 2, dtype=x.dtype) / max(E // 2, 1))
        turn = torch.polar(torch.ones_like(angle), angle)
        q, k, v = (part.reshape(B, T, H, E).transpose(1, 2) for part in self.qkv(x).chunk(3, -1))
        def rotate(y):
            pairs = y[..., : E // 2 * 2].reshape(*y.shape[:-1], E // 2, 2).contiguous()
            turned = torch.view_as_real(torch.view_as_complex(pairs) * turn).flatten(-2)
            return torch.cat([turned, y[..., E // 2 * 2 :]], -1)
        out = F.scaled_dot_product_attention(rotate(q), rotate(k), v, is_causal=True)
        return self.out(out.transpose(1, 2).reshape(B, T, D))
