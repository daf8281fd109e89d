# the result is clipped far out
# expect: clipped to [-50, 50]
def cfg_combine(eps_cond, eps_uncond, w):
    return (eps_uncond + w * (eps_cond - eps_uncond)).clamp(-50, 50)
