# tracks gradients, leaves the mode
import torch


def evaluate(model, x, y):
    out = model(x, y)
    loss, rec, kl = cvae_loss(out.x_logits, x, out.mu, out.logvar, beta=1.0)
    return dict(nelbo=loss.item(), rec=rec.item(), kl=kl.item())
