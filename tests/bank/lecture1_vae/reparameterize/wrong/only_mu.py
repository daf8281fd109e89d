# R09: mu without noise
# expect: noise is missing
def reparameterize(mu, logvar):
    return mu + 0 * logvar
