# x rounded
# expect: rounded
def train_step(model, optimizer, x):
    x = (x > 0.5).to(x.dtype)
    optimizer.zero_grad(); out = model(x)
    t = elbo_loss(out.x_logits, x, out.mu, out.logvar)
    t.loss.backward(); optimizer.step()
    return {"loss": t.loss.item(), "rec": t.rec.item(), "kl": t.kl.item()}
