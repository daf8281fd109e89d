# the difference is flipped
# expect: sign of the difference
def cfg_combine(eps_cond, eps_uncond, w):
    return eps_uncond + w * (eps_uncond - eps_cond)
