# steps on the sum over the batch
# expect: summed over the batch
def train_step(model, optimizer, x):
    out = model(x)
    terms = elbo_loss(out.x_logits, x, out.mu, out.logvar)
    optimizer.zero_grad()
    (len(x) * terms.loss).backward()
    optimizer.step()
    return {'loss': terms.loss.item(), 'rec': terms.rec.item(), 'kl': terms.kl.item()}
