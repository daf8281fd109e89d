# one label for all images
# expect: images do not get their own labels
import torch


@torch.no_grad()
def evaluate(model, x, y):
    model.eval()
    rec = kl = 0.0
    for xb in x.split(128):
        out = model(xb, torch.zeros(len(xb), dtype=torch.long))
        terms = cvae_loss(out.x_logits, xb, out.mu, out.logvar)
        rec += float(terms.rec) * len(xb)
        kl += float(terms.kl) * len(xb)
    rec, kl = rec / len(x), kl / len(x)
    return {"nelbo": rec + kl, "rec": rec, "kl": kl}
