# gradients clipped by norm
def train_step(model, optimizer, x):
    model.train()
    out = model(x)
    terms = elbo_loss(out.x_logits, x, out.mu, out.logvar)
    optimizer.zero_grad()
    terms.loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return {"loss": terms.loss.item(), "rec": terms.rec.item(), "kl": terms.kl.item()}
