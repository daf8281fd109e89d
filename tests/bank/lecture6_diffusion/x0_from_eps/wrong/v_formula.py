# the formula of v-prediction
# expect: predicts v
def x0_from_eps(schedule, xt, t, eps):
    a = schedule.abar[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1))
    return a.sqrt() * xt - (1 - a).sqrt() * eps
