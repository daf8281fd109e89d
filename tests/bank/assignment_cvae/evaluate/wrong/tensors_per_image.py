# one value an image
# expect: one value for each sample
import torch


@torch.no_grad()
def evaluate(model, x, y):
    out = model(x, y)
    rec, kl = bernoulli_nll(out.x_logits, x), gaussian_kl(out.mu, out.logvar)
    return {"nelbo": rec + kl, "rec": rec, "kl": kl}
