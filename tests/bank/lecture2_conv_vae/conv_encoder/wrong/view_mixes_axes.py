# a view that takes the channel axis for the batch
# expect: samples of a batch are mixed
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(1, 8, 4, 2, 1), nn.ReLU(), nn.Conv2d(8, 16, 4, 2, 1), nn.ReLU())
        self.mu, self.logvar = nn.Linear(784, d_latent), nn.Linear(784, d_latent)

    def forward(self, x):
        h = self.down(x).permute(1, 2, 3, 0).reshape(len(x), -1)
        return self.mu(h), self.logvar(h)
