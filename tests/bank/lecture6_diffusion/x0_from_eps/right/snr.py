# by the signal-to-noise ratio
def x0_from_eps(schedule, xt, t, eps):
    snr = schedule.abar / (1 - schedule.abar)
    sigma = snr.rsqrt()[t].reshape(-1, *[1] * (xt.dim() - 1)).to(xt.dtype)
    return xt * (1 + sigma ** 2).sqrt() - sigma * eps
