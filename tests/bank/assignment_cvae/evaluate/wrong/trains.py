# trains the model
# expect: evaluate trains the model
import torch


def evaluate(model, x, y):
    optimizer = torch.optim.Adam(model.parameters())
    out = model(x, y)
    terms = cvae_loss(out.x_logits, x, out.mu, out.logvar)
    optimizer.zero_grad()
    terms.loss.backward()
    optimizer.step()
    return {"nelbo": float(terms.loss), "rec": float(terms.rec), "kl": float(terms.kl)}
