# detached
# expect: does not reach mu
def gaussian_kl(mu, logvar):
    return 0.5 * (mu.detach() ** 2 + logvar.exp() - 1 - logvar).sum(1)
