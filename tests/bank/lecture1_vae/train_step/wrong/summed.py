# sums over the batch returned
# expect: summed over the batch
def train_step(model, optimizer, x):
    out = model(x)
    terms = elbo_loss(out.x_logits, x, out.mu, out.logvar)
    optimizer.zero_grad()
    terms.loss.backward()
    optimizer.step()
    n = len(x)
    return {'loss': n * terms.loss.item(), 'rec': n * terms.rec.item(), 'kl': n * terms.kl.item()}
