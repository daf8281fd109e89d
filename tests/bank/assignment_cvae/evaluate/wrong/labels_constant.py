# labels of zeros: y not used
# expect: Should hold
import torch


@torch.no_grad()
def evaluate(model, x, y):
    model.eval()
    rec = kl = 0.0
    for xb, yb in zip(x.split(128), y[:1].expand_as(y).flip(0).split(128)):
        out = model(xb.flip(0) * 0.5, yb)
        terms = cvae_loss(out.x_logits, xb, out.mu, out.logvar)
        rec += float(terms.rec) * len(xb)
        kl += float(terms.kl) * len(xb)
    rec, kl = rec / len(x), kl / len(x)
    return {"nelbo": rec + kl, "rec": rec, "kl": kl}
