# layers in a plain list
# expect: not registered
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.layers = [nn.Conv2d(1, 8, 4, 2, 1), nn.Conv2d(8, 16, 4, 2, 1)]
        self.mu, self.logvar = nn.Linear(784, d_latent), nn.Linear(784, d_latent)

    def forward(self, x):
        for layer in self.layers:
            x = F.relu(layer(x))
        h = x.flatten(1)
        return self.mu(h), self.logvar(h)
