# vmap and a lambda
import math, torch
gaussian_nll = lambda mean, x, sigma=1.0: torch.vmap(lambda a, b: 0.5 * (((a - b) / sigma) ** 2).sum() + a.numel() * (math.log(sigma) + 0.9189385332046727))(mean, x)
