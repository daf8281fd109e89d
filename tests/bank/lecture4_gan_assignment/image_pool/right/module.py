# an nn.Module with a buffer, numpy choices
import numpy as np
class ImagePool(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.size = int(size)
        self.store = None
        self.filled = 0
    def query(self, x):
        x = x.detach()
        back = x.clone()
        if self.size == 0: return back
        if self.store is None:
            self.store = torch.empty(self.size, *x.shape[1:], dtype=x.dtype)
        for i in range(x.shape[0]):
            if self.filled < self.size:
                self.store[self.filled] = x[i]; self.filled += 1
            elif np.random.rand() < 0.5:
                j = np.random.randint(0, self.size)
                back[i] = self.store[j]; self.store[j] = x[i]
        return back
