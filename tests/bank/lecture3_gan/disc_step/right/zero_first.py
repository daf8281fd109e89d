# zero_grad first
def disc_step(G, D, opt_d, x_real, z):
    opt_d.zero_grad()
    fake = G(z).detach()
    loss = d_loss(D(x_real), D(fake))
    loss.backward()
    opt_d.step()
    return float(loss.detach())
