# by einsum
def q_sample(schedule, x0, t, noise):
    a = schedule.abar[t].to(x0.dtype)
    return torch.einsum('n,n...->n...', a.sqrt(), x0) + torch.einsum('n,n...->n...', (1 - a).sqrt(), noise)
