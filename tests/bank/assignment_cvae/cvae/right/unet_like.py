# strided and transposed convolutions, label as a bias a channel
import torch
from torch import nn
class CVAE(nn.Module):
    def __init__(self, d_latent=16, num_classes=10):
        super().__init__()
        self.d = d_latent
        self.c = nn.Sequential(nn.Conv2d(1, 8, 4, 2, 1), nn.LeakyReLU(.1), nn.Conv2d(8, 16, 4, 2, 1), nn.LeakyReLU(.1), nn.Flatten())
        self.ey, self.dy = nn.Embedding(num_classes, 784), nn.Embedding(num_classes, 16)
        self.heads = nn.ModuleDict({"mu": nn.Linear(784, d_latent), "logvar": nn.Linear(784, d_latent)})
        self.up = nn.Linear(d_latent, 784)
        self.t1, self.t2 = nn.ConvTranspose2d(16, 8, 4, 2, 1), nn.ConvTranspose2d(8, 1, 4, 2, 1)
    def encode(self, x, y):
        h = self.c(x) + self.ey(y)
        return self.heads["mu"](h), self.heads["logvar"](h)
    def decode(self, z, y):
        h = self.up(z).view(-1, 16, 7, 7) + self.dy(y)[:, :, None, None]
        return self.t2(nn.functional.leaky_relu(self.t1(nn.functional.leaky_relu(h, .1)), .1))
    def forward(self, x, y):
        m, s = self.encode(x, y)
        z = reparameterize(m, s)
        return dict(x_logits=self.decode(z, y), mu=m, logvar=s, z=z)
    @torch.no_grad()
    def sample(self, y):
        was = self.training
        self.eval()
        out = torch.special.expit(self.decode(torch.randn([y.size(0), self.d]), y))
        self.train(was)
        return out
