# all from q_posterior of the reference, with beta as variance, numpy noise
import numpy as np


@torch.no_grad()
def p_sample(model, schedule, xt, t, y=None):
    times = torch.full((len(xt),), t)
    eps = model(xt, times) if y is None else model(xt, times, y)
    a, ab, ap = (float(v[t]) for v in (schedule.alphas, schedule.abar, schedule.abar_prev))
    b = 1 - a
    x0 = (xt - math.sqrt(1 - ab) * eps) / math.sqrt(ab)
    mean = (math.sqrt(ap) * b * x0 + math.sqrt(a) * (1 - ap) * xt) / (1 - ab)
    if t > 0:
        mean = mean + math.sqrt(b) * torch.from_numpy(np.random.randn(*xt.shape)).to(xt.dtype)
    return mean
