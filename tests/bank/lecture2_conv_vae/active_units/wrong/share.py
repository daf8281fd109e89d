# a share of the dimensions
# expect: a float came back
def active_units(mu, threshold=1e-2):
    return (mu.var(dim=0) > threshold).float().mean().item()
