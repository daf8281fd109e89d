# without the first term
# expect: in front is missing
def cfg_combine(eps_cond, eps_uncond, w):
    return w * (eps_cond - eps_uncond)
