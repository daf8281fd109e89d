# logvar cut off at +-10
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(1, 8, 4, 2, 1), nn.Tanh(), nn.Conv2d(8, 8, 4, 2, 1), nn.Tanh())
        self.z = d_latent
        self.heads = nn.Conv2d(8, 2 * d_latent, 7)

    def forward(self, x):
        out = self.heads(self.down(x)).squeeze(3).squeeze(2)
        return out[:, : self.z], out[:, self.z :].clamp(-10, 10)
