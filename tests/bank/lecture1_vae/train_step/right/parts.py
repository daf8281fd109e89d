# encode, draw and decode by hand
def train_step(model, optimizer, x):
    mu, logvar = model.encode(x)
    z = reparameterize(mu, logvar)
    terms = elbo_loss(model.decode(z), x, mu, logvar)
    optimizer.zero_grad()
    terms.loss.backward()
    optimizer.step()
    return {'loss': terms.loss.item(), 'rec': terms.rec.item(), 'kl': terms.kl.item()}
