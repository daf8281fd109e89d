# cross-entropy minus entropy
import torch, math
def gaussian_kl(mu, logvar):
    d = mu.size(1)
    cross = 0.5 * (d * math.log(2 * math.pi) + (mu.square() + logvar.exp()).sum(1))
    entropy = torch.distributions.Normal(mu, logvar.mul(0.5).exp()).entropy().sum(1)
    return cross - entropy
