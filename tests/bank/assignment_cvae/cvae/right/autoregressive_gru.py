# a GRU over image rows encodes
import torch
from torch import nn
class CVAE(nn.Module):
    def __init__(self, d_latent=16, num_classes=10):
        super().__init__()
        self.d_latent, self.num_classes = d_latent, num_classes
        self.gru = nn.GRU(28 + num_classes, 40, batch_first=True)
        self.out_ = nn.Linear(40, 2 * d_latent)
        self.film = nn.Linear(num_classes, 160)
        self.a, self.b = nn.Linear(d_latent, 80), nn.Linear(80, 784)
    def encode(self, x, y):
        o = one_hot(y, self.num_classes).unsqueeze(1).expand(-1, 28, -1)
        _, h = self.gru(torch.cat([x.squeeze(1), o], -1))
        return self.out_(h[0]).split(self.d_latent, dim=1)
    def decode(self, z, y):
        g, s = self.film(one_hot(y, self.num_classes)).chunk(2, 1)
        return self.b(torch.nn.functional.gelu(self.a(z) * (1 + g) + s)).reshape(-1, 1, 28, 28)
    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = reparameterize(mu, logvar)
        return self.decode(z, y), mu, logvar, z
    def sample(self, y):
        with torch.no_grad():
            return self.decode(torch.empty(y.shape[0], self.d_latent).normal_(), y).sigmoid_()
