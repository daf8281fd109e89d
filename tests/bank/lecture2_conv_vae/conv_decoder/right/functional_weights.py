# F.conv_transpose2d with its own weights
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.first = nn.Parameter(torch.randn(d_latent, 16 * 49) / d_latent**0.5)
        self.w1, self.w2 = nn.Parameter(0.1 * torch.randn(16, 8, 4, 4)), nn.Parameter(0.1 * torch.randn(8, 1, 4, 4))

    def forward(self, z):
        h = (z @ self.first).relu().view(len(z), 16, 7, 7)
        return F.conv_transpose2d(F.conv_transpose2d(h, self.w1, None, 2, 1).relu(), self.w2, None, 2, 1)
