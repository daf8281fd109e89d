# a named tuple of its own
class Posterior(NamedTuple):
    mu: Tensor
    logvar: Tensor


class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(1, 8, 3, 2, 1), nn.PReLU(), nn.Conv2d(8, 16, 3, 2, 1), nn.PReLU())
        self.mu, self.logvar = nn.Conv2d(16, d_latent, 7), nn.Conv2d(16, d_latent, 7)

    def forward(self, x):
        h = self.down(x)
        return Posterior(logvar=self.logvar(h).flatten(1), mu=self.mu(h)[:, :, 0, 0])
