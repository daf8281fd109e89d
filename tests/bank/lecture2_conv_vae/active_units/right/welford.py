# one pass, with a running mean
def active_units(mu, threshold=1e-2):
    mean, spread = torch.zeros_like(mu[0]), torch.zeros_like(mu[0])
    for count, row in enumerate(mu, 1):
        step = row - mean
        mean = mean + step / count
        spread = spread + step * (row - mean)
    return len([None for value in spread / len(mu) if value > threshold])
