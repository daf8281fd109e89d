# the last latent dimension is not used
# expect: latent dimension
import torch
class CVAE(CVAE):
    def decode(self, z, y): return super().decode(torch.cat([z[:, :-1], 0 * z[:, -1:]], 1), y)
