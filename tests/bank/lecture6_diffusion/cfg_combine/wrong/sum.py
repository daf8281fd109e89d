# adds in place of subtracting
# expect: added, not subtracted
def cfg_combine(eps_cond, eps_uncond, w):
    return eps_uncond + w * (eps_cond + eps_uncond)
