# from the conditional side
def cfg_combine(eps_cond, eps_uncond, w):
    return eps_cond + (w - 1) * (eps_cond - eps_uncond)
