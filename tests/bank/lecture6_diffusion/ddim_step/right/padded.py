# abar with a 1 in front, in float64
def ddim_step(schedule, xt, t, t_prev, eps, eta=0.0, noise=None):
    table = torch.cat([torch.ones(1, dtype=schedule.abar.dtype), schedule.abar])
    a, b = table[t + 1], table[t_prev + 1]
    var = eta**2 * (1 - b) / (1 - a) * (1 - a / b)
    x, e = xt.double(), eps.double()
    z = torch.zeros_like(x) if eta == 0 else (torch.randn_like(x) if noise is None else noise.double())
    out = b.sqrt() * (x - (1 - a).sqrt() * e) / a.sqrt() + (1 - b - var).clamp(min=0).sqrt() * e + var.sqrt() * z
    return out.to(xt.dtype)
