# variance over the latent dimensions
# expect: over the latent dimensions
def active_units(mu, threshold=1e-2):
    return int((mu.var(dim=1) > threshold).sum())
