# variance with N
def active_units(mu, threshold=1e-2):
    return (mu.var(dim=0, unbiased=False) > threshold).sum().item()
