# rescaled to the deviation of all of eps_cond
# expect: is rescaled
def cfg_combine(eps_cond, eps_uncond, w):
    e = eps_uncond + w * (eps_cond - eps_uncond)
    return e * eps_cond.std() / e.std()
