# KL counts four times
# expect: beta
import torch
@torch.no_grad()
def evaluate(model, x, y):
    out = model(x, y)
    t = cvae_loss(out.x_logits, x, out.mu, out.logvar, 4.0)
    return {"nelbo": t.loss.item(), "rec": t.rec.item(), "kl": t.kl.item()}
