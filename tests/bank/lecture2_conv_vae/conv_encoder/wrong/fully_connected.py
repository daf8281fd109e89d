# no convolution
# expect: the encoder is fully connected
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.down = nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU())
        self.mu, self.logvar = nn.Linear(64, d_latent), nn.Linear(64, d_latent)

    def forward(self, x):
        h = self.down(x)
        return self.mu(h), self.logvar(h)
