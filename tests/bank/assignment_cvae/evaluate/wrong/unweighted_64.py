# batch means of 64 averaged without weights
# expect: without weights
import torch


@torch.no_grad()
def evaluate(model, x, y):
    model.eval()
    rec = kl = 0.0
    batches = 0
    for xb, yb in zip(x.split(64), y.split(64)):
        out = model(xb, yb)
        terms = cvae_loss(out.x_logits, xb, out.mu, out.logvar)
        rec += float(terms.rec)
        kl += float(terms.kl)
        batches += 1
    rec, kl = rec / batches, kl / batches
    return {"nelbo": rec + kl, "rec": rec, "kl": kl}
