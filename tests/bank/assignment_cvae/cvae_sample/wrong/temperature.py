# z times 0.7
# expect: standard normal
import torch
class CVAE(CVAE):
    @torch.no_grad()
    def sample(self, y): return torch.sigmoid(self.decode(0.7 * torch.randn(len(y), self.d_latent), y))
