# all at once
import torch


@torch.no_grad()
def evaluate(model, x, y):
    model.eval()
    out = model(x, y)
    terms = cvae_loss(out.x_logits, x, out.mu, out.logvar)
    return {"nelbo": terms.loss.item(), "rec": terms.rec.item(), "kl": terms.kl.item()}
