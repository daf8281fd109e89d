# the heads are built in forward
# expect: built anew in forward
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.d_latent = d_latent
        self.down = nn.Sequential(nn.Conv2d(1, 8, 4, 2, 1), nn.ReLU(), nn.Conv2d(8, 16, 4, 2, 1), nn.ReLU(), nn.Flatten())

    def forward(self, x):
        h = self.down(x)
        return nn.Linear(784, self.d_latent)(h), nn.Linear(784, self.d_latent)(h)
