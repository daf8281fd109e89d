# zero_grad at the end, unpacked
def train_step(model, optimizer, x):
    x_logits, mu, logvar, _ = model(x)
    loss, rec, kl = elbo_loss(x_logits, x, mu, logvar)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return {'loss': float(loss), 'rec': float(rec), 'kl': float(kl)}
