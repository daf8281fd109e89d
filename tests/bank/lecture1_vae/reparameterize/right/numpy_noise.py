# noise of numpy
def reparameterize(mu, logvar):
    import numpy as np

    eps = torch.from_numpy(np.random.randn(*mu.shape)).to(mu)
    return mu + torch.exp(logvar / 2) * eps
