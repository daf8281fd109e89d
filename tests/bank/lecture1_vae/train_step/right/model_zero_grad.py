# model.zero_grad, train mode
def train_step(model, optimizer, x):
    model.train()
    model.zero_grad()
    out = model(x)
    terms = elbo_loss(out.x_logits, x, out.mu, out.logvar)
    terms.loss.backward()
    optimizer.step()
    return {'loss': terms.loss.item(), 'rec': terms.rec.item(), 'kl': terms.kl.item()}
