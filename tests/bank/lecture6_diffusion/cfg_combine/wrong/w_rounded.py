# w is rounded
# expect: whole number
def cfg_combine(eps_cond, eps_uncond, w):
    return eps_uncond + int(w) * (eps_cond - eps_uncond)
