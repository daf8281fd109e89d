# an nn.Module called as a function
import torch
class KL(torch.nn.Module):
    def forward(self, mu, logvar): return 0.5 * torch.linalg.vector_norm(mu, dim=1) ** 2 + 0.5 * (logvar.exp() - logvar - 1).sum(1)
gaussian_kl = KL()
