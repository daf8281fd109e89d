# the result is clipped
# expect: clipped to [-1, 1]
def cfg_combine(eps_cond, eps_uncond, w):
    return (eps_uncond + w * (eps_cond - eps_uncond)).clamp(-1, 1)
