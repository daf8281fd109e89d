# seed reset
# expect: seed
import torch
@torch.no_grad()
def evaluate(model, x, y):
    torch.manual_seed(0)
    out = model(x, y)
    t = cvae_loss(out.x_logits, x, out.mu, out.logvar)
    return {"nelbo": t.loss.item(), "rec": t.rec.item(), "kl": t.kl.item()}
