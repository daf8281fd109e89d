# w without its sign
# expect: sign of w
def cfg_combine(eps_cond, eps_uncond, w):
    return eps_uncond + abs(w) * (eps_cond - eps_uncond)
