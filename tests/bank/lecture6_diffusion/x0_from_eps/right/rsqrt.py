# rsqrt
def x0_from_eps(schedule, xt, t, eps):
    a = schedule.abar[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1))
    return torch.rsqrt(a) * (xt - torch.sqrt(1 - a) * eps)
