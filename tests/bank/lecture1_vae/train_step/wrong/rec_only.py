# steps on rec only
# expect: only rec is followed
def train_step(model, optimizer, x):
    out = model(x)
    terms = elbo_loss(out.x_logits, x, out.mu, out.logvar)
    optimizer.zero_grad()
    terms.rec.backward()
    optimizer.step()
    return {'loss': terms.loss.item(), 'rec': terms.rec.item(), 'kl': terms.kl.item()}
