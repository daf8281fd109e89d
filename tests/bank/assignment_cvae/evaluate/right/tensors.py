# 0-dimensional tensors
import torch


@torch.no_grad()
def evaluate(model, x, y):
    out = model(x, y)
    rec, kl = bernoulli_nll(out.x_logits, x).mean(), gaussian_kl(out.mu, out.logvar).mean()
    return {"nelbo": rec + kl, "rec": rec, "kl": kl}
