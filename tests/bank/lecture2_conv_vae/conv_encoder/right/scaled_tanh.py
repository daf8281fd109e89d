# logvar kept in [-8, 8] by a tanh; a list for a pair
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.layers = nn.ModuleList([nn.Conv2d(1, 8, 5, 2), nn.Conv2d(8, 16, 5, 2)])
        self.mu, self.logvar = nn.Linear(256, d_latent), nn.Linear(256, d_latent, bias=False)

    def forward(self, x):
        for layer in self.layers:
            x = F.selu(layer(x))
        h = x.reshape(x.size(0), -1)
        return [self.mu(h), 8 * torch.tanh(self.logvar(h) / 8)]
