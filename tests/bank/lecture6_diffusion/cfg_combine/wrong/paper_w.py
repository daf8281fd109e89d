# the paper's w
# expect: the paper's w
def cfg_combine(eps_cond, eps_uncond, w):
    return (1 + w) * eps_cond - w * eps_uncond
