# the lower half of the image is not used
# expect: part of the image
import torch
class CVAE(CVAE):
    def encode(self, x, y):
        x = x.clone(); x[:, :, 14:] = 0
        return super().encode(x, y)
