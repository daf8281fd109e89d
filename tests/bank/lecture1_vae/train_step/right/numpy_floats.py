# floats of numpy
def train_step(model, optimizer, x):
    out = model(x)
    terms = elbo_loss(out.x_logits, x, out.mu, out.logvar)
    optimizer.zero_grad()
    terms.loss.backward()
    optimizer.step()
    return {name: term.detach().numpy().astype('float64').item() for name, term in zip(('loss', 'rec', 'kl'), terms)}
