# torch.lerp
def cfg_combine(eps_cond, eps_uncond, w):
    return torch.lerp(eps_uncond, eps_cond, w)
