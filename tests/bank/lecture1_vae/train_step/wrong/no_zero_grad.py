# V08: zero_grad is missing
# expect: zero_grad is missing
def train_step(model, optimizer, x):
    out = model(x)
    terms = elbo_loss(out.x_logits, x, out.mu, out.logvar)
    terms.loss.backward()
    optimizer.step()
    return {'loss': terms.loss.item(), 'rec': terms.rec.item(), 'kl': terms.kl.item()}
