# noise times 0.5
# expect: half
import torch
class CVAE(CVAE):
    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = mu + 0.5 * torch.exp(logvar / 2) * torch.randn_like(mu)
        return VAEOutput(self.decode(z, y), mu, logvar, z)
