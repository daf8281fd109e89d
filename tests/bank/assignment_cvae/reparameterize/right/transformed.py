# TransformedDistribution
import torch
from torch import distributions as D
def reparameterize(mu, logvar):
    base = D.Normal(torch.zeros_like(mu), torch.ones_like(mu))
    return D.TransformedDistribution(base, [D.AffineTransform(mu, logvar.mul(.5).exp())]).rsample()
