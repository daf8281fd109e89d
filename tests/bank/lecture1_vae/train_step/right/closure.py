# a closure for the optimiser
def train_step(model, optimizer, x):
    kept = {}

    def closure():
        optimizer.zero_grad()
        out = model(x)
        terms = elbo_loss(out.x_logits, x, out.mu, out.logvar)
        terms.loss.backward()
        kept.update(loss=terms.loss.item(), rec=terms.rec.item(), kl=terms.kl.item())
        return terms.loss

    optimizer.step(closure)
    return kept
