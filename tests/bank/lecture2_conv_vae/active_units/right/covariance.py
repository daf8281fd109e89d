# the diagonal of the covariance
def active_units(mu, threshold=1e-2):
    return sum(value >= threshold for value in torch.atleast_2d(torch.cov(mu.T)).diag().tolist())
