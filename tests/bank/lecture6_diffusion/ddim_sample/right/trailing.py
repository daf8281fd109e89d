# trailing times
import numpy as np


@torch.no_grad()
def ddim_sample(model, schedule, shape, steps, eta=0.0):
    x = torch.randn(*shape)
    T = len(schedule.abar)
    times = (np.round(np.arange(T, 0, -T / steps)).astype(int) - 1).tolist()
    for t, t_prev in zip(times, times[1:] + [-1]):
        eps = model(x, torch.full((len(x),), t, dtype=torch.long))
        x = ddim_step(schedule=schedule, xt=x, t=t, t_prev=t_prev, eps=eps, eta=eta, noise=torch.randn_like(x))
    return x
