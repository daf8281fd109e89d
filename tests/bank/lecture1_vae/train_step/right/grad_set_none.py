# gradients set to None by hand
def train_step(model, optimizer, x):
    for parameter in model.parameters():
        parameter.grad = None
    out = model(x)
    terms = elbo_loss(out.x_logits, x, out.mu, out.logvar)
    terms.loss.backward()
    optimizer.step()
    return {'loss': terms.loss.item(), 'rec': terms.rec.item(), 'kl': terms.kl.item()}
