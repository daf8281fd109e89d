# medians
# expect: median
import torch
@torch.no_grad()
def evaluate(model, x, y):
    out = model(x, y)
    rec, kl = bernoulli_nll(out.x_logits, x).median().item(), gaussian_kl(out.mu, out.logvar).median().item()
    return {"nelbo": rec + kl, "rec": rec, "kl": kl}
