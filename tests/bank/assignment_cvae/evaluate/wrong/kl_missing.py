# nelbo without the KL
# expect: kl is missing from nelbo
import torch


@torch.no_grad()
def evaluate(model, x, y):
    model.eval()
    rec = kl = 0.0
    for xb, yb in zip(x.split(128), y.split(128)):
        out = model(xb, yb)
        terms = cvae_loss(out.x_logits, xb, out.mu, out.logvar)
        rec += float(terms.rec) * len(xb)
        kl += float(terms.kl) * len(xb)
    rec, kl = rec / len(x), kl / len(x)
    return {"nelbo": rec, "rec": rec, "kl": kl}
