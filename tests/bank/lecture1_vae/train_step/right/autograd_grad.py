# torch.autograd.grad
def train_step(model, optimizer, x, **kwargs):
    out = model(x)
    loss, rec, kl = elbo_loss(out.x_logits, x, out.mu, out.logvar)
    ps = list(model.parameters())
    for p, g in zip(ps, torch.autograd.grad(loss, ps)): p.grad = g
    optimizer.step()
    return {"kl": kl.item(), "rec": rec.item(), "loss": loss.item()}
