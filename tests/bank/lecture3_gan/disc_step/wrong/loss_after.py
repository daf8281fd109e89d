# the loss after the step is returned
# expect: after the step is returned
def disc_step(G, D, opt_d, x_real, z):
    fake = G(z).detach()
    loss = d_loss(D(x_real), D(fake))
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return d_loss(D(x_real), D(fake)).item()
