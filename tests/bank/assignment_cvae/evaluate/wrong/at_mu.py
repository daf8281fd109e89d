# rec at the mean
# expect: rec is computed at z = mu
import torch


@torch.no_grad()
def evaluate(model, x, y):
    mu, logvar = model.encode(x, y)
    terms = cvae_loss(model.decode(mu, y), x, mu, logvar)
    return {"nelbo": float(terms.loss), "rec": float(terms.rec), "kl": float(terms.kl)}
