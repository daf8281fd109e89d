# eigenvalues of the covariance
# expect: eigenvalues
def active_units(mu, threshold=1e-2):
    return int((torch.linalg.eigvalsh(torch.cov(mu.T)) > threshold).sum())
