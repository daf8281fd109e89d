# bare parameters and matrix products
class CausalSelfAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.n_heads = n_heads
        self.w = nn.Parameter(torch.randn(3, d_model, d_model) / math.sqrt(d_model))
        self.o = nn.Parameter(torch.randn(d_model, d_model) / math.sqrt(d_model))

    def forward(self, x):
        B, T, D = x.shape
        H, E = self.n_heads, D // self.n_heads
        q, k, v = torch.einsum('btd,sde->sbte', x, self.w).reshape(3, B, T, H, E).transpose(2, 3)
        out = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return out.transpose(1, 2).reshape(B, T, D) @ self.o
