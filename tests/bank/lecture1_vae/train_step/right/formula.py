# the loss written out
def train_step(model, optimizer, x):
    out = model(x)
    rec = F.binary_cross_entropy_with_logits(out.x_logits, x, reduction='sum') / len(x)
    kl = -0.5 * (1 + out.logvar - out.mu**2 - out.logvar.exp()).sum(1).mean()
    loss = rec + kl
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return dict(loss=loss.item(), rec=rec.item(), kl=kl.item())
