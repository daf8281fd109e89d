# a loop with Python numbers
def cosine_betas(T, s=0.008, max_beta=0.999):
    f = lambda u: math.cos((u / T + s) / (1 + s) * math.pi / 2) ** 2
    return torch.tensor([min(1 - f(t + 1) / f(t), max_beta) for t in range(T)], dtype=torch.float64)
