# kl is missing in the dict
# expect: kl is missing
def train_step(model, optimizer, x):
    out = model(x)
    terms = elbo_loss(out.x_logits, x, out.mu, out.logvar)
    optimizer.zero_grad()
    terms.loss.backward()
    optimizer.step()
    return {'loss': terms.loss.item(), 'rec': terms.rec.item()}
