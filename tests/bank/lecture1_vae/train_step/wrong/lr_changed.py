# learning rate divided by ten
# expect: learning rate
def train_step(model, optimizer, x):
    for g in optimizer.param_groups: g["lr"] = g["lr"] * 0.1
    optimizer.zero_grad(); out = model(x)
    t = elbo_loss(out.x_logits, x, out.mu, out.logvar)
    t.loss.backward(); optimizer.step()
    return {"loss": t.loss.item(), "rec": t.rec.item(), "kl": t.kl.item()}
