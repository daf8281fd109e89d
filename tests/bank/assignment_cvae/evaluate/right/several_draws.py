# three draws of z
import torch


@torch.no_grad()
def evaluate(model, x, y):
    model.eval()
    rec, kl = 0.0, 0.0
    for _ in range(3):
        for xb, yb in zip(x.split(300), y.split(300)):
            out = model(xb, yb)
            rec += bernoulli_nll(out.x_logits, xb).sum().item() / 3
            kl += gaussian_kl(out.mu, out.logvar).sum().item() / 3
    n = x.shape[0]
    return {"nelbo": (rec + kl) / n, "rec": rec / n, "kl": kl / n, "images": n}
