# a tensor with a whole number
def active_units(mu, threshold=1e-2):
    return torch.count_nonzero(torch.var(mu, 0) > threshold)
