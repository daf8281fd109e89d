# GPT-2's Conv1D as nn.Conv1d of width one
class CausalSelfAttention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.n = n_heads
        self.qkv = nn.Conv1d(d_model, 3 * d_model, 1)
        self.out = nn.Conv1d(d_model, d_model, 1)

    def forward(self, x):
        B, T, D = x.shape
        q, k, v = self.qkv(x.mT).view(B, 3, self.n, D // self.n, T).transpose(-1, -2).unbind(1)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.out(y.transpose(-1, -2).reshape(B, D, T)).mT
