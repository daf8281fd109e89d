# logistic noise of unit variance
# expect: tail
import torch, math
def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar) * torch.logit(torch.rand_like(mu).clamp(1e-9, 1 - 1e-9)) * math.sqrt(3) / math.pi
