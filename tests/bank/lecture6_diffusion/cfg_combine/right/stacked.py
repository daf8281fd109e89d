# a product with weights
def cfg_combine(eps_cond, eps_uncond, w):
    both = torch.stack([eps_cond, eps_uncond])
    return torch.einsum('k,k...->...', torch.tensor([w, 1 - w]).to(both), both)
