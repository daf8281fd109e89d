# a mask in a buffer, heads interleaved in the fused layer
class CausalSelfAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.n_heads = n_heads
        self.qkv, self.out = nn.Linear(d_model, 3 * d_model), nn.Linear(d_model, d_model)
        self.register_buffer("mask", torch.ones(256, 256).tril()[None, None])

    def forward(self, x):
        B, T, D = x.shape
        H, E = self.n_heads, D // self.n_heads
        q, k, v = self.qkv(x).reshape(B, T, H, 3 * E).transpose(1, 2).chunk(3, -1)
        scores = torch.einsum('bhie,bhje->bhij', q, k) / E**0.5
        weights = scores.masked_fill(self.mask[..., :T, :T] == 0, -1e9).softmax(-1)
        return self.out((weights @ v).transpose(1, 2).reshape(B, T, D))
