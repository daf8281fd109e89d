# sigma by a softplus, logvar from its logarithm
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(1, 8, 4, 2, 1), nn.ReLU(), nn.Conv2d(8, 16, 4, 2, 1), nn.ReLU(), nn.Flatten())
        self.mu, self.spread = nn.Linear(784, d_latent), nn.Linear(784, d_latent)

    def forward(self, x):
        h = self.net(x)
        return self.mu(h), 2 * torch.log(F.softplus(self.spread(h)) + 1e-6)
