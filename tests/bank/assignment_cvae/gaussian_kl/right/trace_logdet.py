# trace and log-determinant of matrices
import torch
def gaussian_kl(mu, logvar):
    S = torch.diag_embed(torch.exp(logvar))
    return 0.5 * (torch.diagonal(S, dim1=1, dim2=2).sum(1) + torch.einsum("nz,nz->n", mu, mu) - mu.shape[-1] - torch.logdet(S))
