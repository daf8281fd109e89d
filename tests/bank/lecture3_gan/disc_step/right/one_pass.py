# one pass of both batches
def disc_step(G, D, opt_d, x_real, z):
    fake = G(z).detach()
    logits = D(torch.cat([x_real, fake]))
    loss = d_loss(logits[: len(x_real)], logits[len(x_real) :])
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return float(loss)
