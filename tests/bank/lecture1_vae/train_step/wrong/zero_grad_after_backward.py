# zero_grad after backward
# expect: no step was made
def train_step(model, optimizer, x):
    out = model(x)
    terms = elbo_loss(out.x_logits, x, out.mu, out.logvar)
    terms.loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return {'loss': terms.loss.item(), 'rec': terms.rec.item(), 'kl': terms.kl.item()}
