# K09: KL(prior || q)
# expect: KL is reversed
def gaussian_kl(mu, logvar):
    return 0.5 * (logvar + (1 + mu**2) / logvar.exp() - 1).sum(1)
