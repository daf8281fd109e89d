# encode, reparameterize, decode
import torch


@torch.no_grad()
def evaluate(model, x, y):
    model.eval()
    rec = kl = 0.0
    for xb, yb in zip(x.split(200), y.split(200)):
        mu, logvar = model.encode(xb, yb)
        logits = model.decode(reparameterize(mu, logvar), yb)
        terms = cvae_loss(logits, xb, mu, logvar)
        rec += float(terms.rec) * len(xb)
        kl += float(terms.kl) * len(xb)
    rec, kl = rec / len(x), kl / len(x)
    return {"nelbo": rec + kl, "rec": rec, "kl": kl}
