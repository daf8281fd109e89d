# minus a softplus
# expect: variance cannot exceed 1
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(1, 8, 4, 2, 1), nn.ReLU(), nn.Conv2d(8, 16, 4, 2, 1), nn.ReLU(), nn.Flatten())
        self.mu, self.logvar = nn.Linear(784, d_latent), nn.Linear(784, d_latent)

    def forward(self, x):
        h = self.down(x)
        return self.mu(h), -F.softplus(self.logvar(h))
