# w - 1
# expect: one too small
def cfg_combine(eps_cond, eps_uncond, w):
    return eps_uncond + (w - 1) * (eps_cond - eps_uncond)
