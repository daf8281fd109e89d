# V12: loss from detached logits
# expect: only the KL is followed
def train_step(model, optimizer, x):
    out = model(x)
    terms = elbo_loss(out.x_logits.detach(), x, out.mu, out.logvar)
    optimizer.zero_grad()
    terms.loss.backward()
    optimizer.step()
    return {'loss': terms.loss.item(), 'rec': terms.rec.item(), 'kl': terms.kl.item()}
