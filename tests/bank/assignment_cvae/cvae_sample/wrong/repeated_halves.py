# the second half repeats the first
# expect: one z
import torch
class CVAE(CVAE):
    @torch.no_grad()
    def sample(self, y):
        z = torch.randn((len(y) + 1) // 2, self.d_latent).repeat(2, 1)[: len(y)]
        return torch.sigmoid(self.decode(z, y))
