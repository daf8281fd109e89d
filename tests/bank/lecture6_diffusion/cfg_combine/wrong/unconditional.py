# unconditional only
# expect: play no part
def cfg_combine(eps_cond, eps_uncond, w):
    return eps_uncond.clone()
