# Student noise of unit variance, 8 degrees
# expect: tail
import torch, math
def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar) * torch.distributions.StudentT(torch.tensor(8.0, dtype=mu.dtype)).sample(mu.shape) * math.sqrt(6 / 8)
