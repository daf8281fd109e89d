# w is clipped
# expect: w is clipped to [0, 1]
def cfg_combine(eps_cond, eps_uncond, w):
    return eps_uncond + min(max(w, 0), 1) * (eps_cond - eps_uncond)
