# by Bayes' rule with precisions
def q_posterior(schedule, x0, xt, t):
    a, ab, ap = (v[t].to(xt.dtype).reshape(-1, *[1] * (xt.dim() - 1)) for v in (schedule.alphas, schedule.abar, schedule.abar_prev))
    b = 1 - a
    prior = 1 / (1 - ap).clamp(min=1e-30)
    likelihood = a / b
    total = prior + likelihood
    mean = (prior * ap.sqrt() * x0 + xt * a.sqrt() / b) / total
    return mean, 1 / total
