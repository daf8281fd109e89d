# lists
import torch


@torch.no_grad()
def evaluate(model, x, y):
    recs, kls = [], []
    for start in range(0, len(x), 100):
        xb, yb = x[start : start + 100], y[start : start + 100]
        out = model(xb, yb)
        recs += bernoulli_nll(out.x_logits, xb).tolist()
        kls += gaussian_kl(out.mu, out.logvar).tolist()
    rec, kl = sum(recs) / len(recs), sum(kls) / len(kls)
    return {"nelbo": rec + kl, "rec": rec, "kl": kl}
