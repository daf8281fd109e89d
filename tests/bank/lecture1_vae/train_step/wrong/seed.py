# resets the seed
# expect: resets the global seed
def train_step(model, optimizer, x):
    torch.manual_seed(0)
    out = model(x)
    terms = elbo_loss(out.x_logits, x, out.mu, out.logvar)
    optimizer.zero_grad()
    terms.loss.backward()
    optimizer.step()
    return {'loss': terms.loss.item(), 'rec': terms.rec.item(), 'kl': terms.kl.item()}
