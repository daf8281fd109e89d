# only the first part of the batch
# expect: part of the batch
def train_step(model, optimizer, x):
    x = x[: max(len(x) // 2, 1)]
    optimizer.zero_grad(); out = model(x)
    t = elbo_loss(out.x_logits, x, out.mu, out.logvar)
    t.loss.backward(); optimizer.step()
    return {"loss": t.loss.item(), "rec": t.rec.item(), "kl": t.kl.item()}
