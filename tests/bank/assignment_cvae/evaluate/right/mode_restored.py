# mode put back
import torch


@torch.no_grad()
def evaluate(model, x, y):
    was = model.training
    model.eval()
    rec = kl = 0.0
    for xb, yb in zip(x.split(512), y.split(512)):
        out = model(xb, yb)
        terms = cvae_loss(out.x_logits, xb, out.mu, out.logvar)
        rec += float(terms.rec) * len(xb)
        kl += float(terms.kl) * len(xb)
    rec, kl = rec / len(x), kl / len(x)
    model.train(was)
    return {"nelbo": rec + kl, "rec": rec, "kl": kl}
