# one row of noise for the whole batch
# expect: same noise
import torch
class CVAE(CVAE):
    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = mu + torch.exp(logvar / 2) * torch.randn(1, mu.shape[1])
        return VAEOutput(self.decode(z, y), mu, logvar, z)
