# a loop over the samples
def q_sample(schedule, x0, t, noise):
    rows = []
    for x, i, e in zip(x0, t.tolist(), noise):
        a = float(schedule.abar[i])
        rows.append(a**0.5 * x + (1 - a) ** 0.5 * e)
    return torch.stack(rows)
