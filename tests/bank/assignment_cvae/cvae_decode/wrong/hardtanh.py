# logits clamped to [-2, 2]
# expect: clamp
import torch
class CVAE(CVAE):
    def decode(self, z, y): return super().decode(z, y).clamp(-2, 2)
