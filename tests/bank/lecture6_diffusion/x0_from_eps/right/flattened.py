# on flattened data
def x0_from_eps(schedule, xt, t, eps):
    a = schedule.abar[t].to(xt)[:, None]
    x, e = xt.reshape(len(xt), -1), eps.reshape(len(xt), -1)
    return ((x - (1 - a).sqrt() * e) / a.sqrt()).reshape(xt.shape)
