# square roots are evenly spaced, as in latent diffusion
# expect: square roots are evenly spaced
def linear_betas(T, start=1e-4, end=0.02):
    return torch.linspace(start**0.5, end**0.5, T, dtype=torch.float64) ** 2
