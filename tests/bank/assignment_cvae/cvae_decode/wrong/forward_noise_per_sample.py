# one number of noise a sample
# expect: same noise
import torch
class CVAE(CVAE):
    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = mu + torch.exp(logvar / 2) * torch.randn(len(mu), 1)
        return VAEOutput(self.decode(z, y), mu, logvar, z)
