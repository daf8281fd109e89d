# gradients clipped by value
def train_step(model, optimizer, x):
    optimizer.zero_grad()
    out = model(x)
    terms = elbo_loss(out.x_logits, x, out.mu, out.logvar)
    terms.loss.backward()
    torch.nn.utils.clip_grad_value_(model.parameters(), 0.5)
    optimizer.step()
    return dict(zip(("loss", "rec", "kl"), map(float, (t.detach() for t in terms))))
