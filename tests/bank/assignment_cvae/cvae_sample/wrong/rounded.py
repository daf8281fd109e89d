# rounded to 0 or 1
# expect: rounded
import torch
class CVAE(CVAE):
    @torch.no_grad()
    def sample(self, y): return torch.sigmoid(self.decode(torch.randn(len(y), self.d_latent), y)).round()
