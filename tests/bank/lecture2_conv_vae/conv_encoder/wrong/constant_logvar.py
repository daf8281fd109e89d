# logvar is a parameter
# expect: logvar does not depend on x
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(1, 8, 4, 2, 1), nn.ReLU(), nn.Conv2d(8, 16, 4, 2, 1), nn.ReLU(), nn.Flatten())
        self.mu, self.logvar = nn.Linear(784, d_latent), nn.Parameter(torch.zeros(d_latent))

    def forward(self, x):
        return self.mu(self.down(x)), self.logvar.expand(len(x), -1)
