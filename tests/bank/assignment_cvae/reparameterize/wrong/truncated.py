# trunc_normal_, which ends at 2 standard deviations
# expect: tail
import torch
def reparameterize(mu, logvar):
    return mu + torch.exp(0.5 * logvar) * torch.nn.init.trunc_normal_(torch.empty_like(mu))
