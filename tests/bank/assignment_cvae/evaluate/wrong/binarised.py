# x rounded first
# expect: rounded
import torch
@torch.no_grad()
def evaluate(model, x, y):
    out = model(x, y); b = x.round()
    t = cvae_loss(out.x_logits, b, out.mu, out.logvar)
    return {"nelbo": t.loss.item(), "rec": t.rec.item(), "kl": t.kl.item()}
