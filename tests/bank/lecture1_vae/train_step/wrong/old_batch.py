# trains on the first batch for ever
# expect: otherwise
def train_step(model, optimizer, x):
    if not hasattr(model, 'first'):
        model.first = x
    x = model.first
    out = model(x)
    terms = elbo_loss(out.x_logits, x, out.mu, out.logvar)
    optimizer.zero_grad()
    terms.loss.backward()
    optimizer.step()
    return {'loss': terms.loss.item(), 'rec': terms.rec.item(), 'kl': terms.kl.item()}
