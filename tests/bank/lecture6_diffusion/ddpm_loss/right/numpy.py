# numpy draws
import numpy as np


def ddpm_loss(model, schedule, x0, y=None):
    t = torch.from_numpy(np.random.randint(0, len(schedule.abar), size=len(x0)))
    noise = torch.from_numpy(np.random.standard_normal(tuple(x0.shape))).to(x0.dtype)
    xt = q_sample(schedule, x0, t, noise)
    eps = model(xt, t) if y is None else model(xt, t, y)
    return ((eps - noise) ** 2).reshape(len(x0), -1).mean(1).mean()
