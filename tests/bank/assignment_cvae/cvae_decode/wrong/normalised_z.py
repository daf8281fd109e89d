# z scaled to unit length
# expect: length
import torch
class CVAE(CVAE):
    def decode(self, z, y): return super().decode(torch.nn.functional.normalize(z, dim=1), y)
