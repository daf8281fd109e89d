# per-sample sums
import torch


@torch.no_grad()
def evaluate(model, x, y):
    model.eval()
    rec = kl = 0.0
    for xb, yb in zip(x.split(256), y.split(256)):
        out = model(xb, yb)
        terms = cvae_loss(out.x_logits, xb, out.mu, out.logvar)
        rec += bernoulli_nll(out.x_logits, xb).sum().item()
        kl += gaussian_kl(out.mu, out.logvar).sum().item()
    rec, kl = rec / len(x), kl / len(x)
    return {"nelbo": rec + kl, "rec": rec, "kl": kl}
