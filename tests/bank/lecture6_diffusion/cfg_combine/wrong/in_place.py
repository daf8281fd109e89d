# changes eps_uncond
# expect: changed its input
def cfg_combine(eps_cond, eps_uncond, w):
    return eps_uncond.add_(w * (eps_cond - eps_uncond))
