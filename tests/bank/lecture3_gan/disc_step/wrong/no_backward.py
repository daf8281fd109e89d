# no backward
# expect: no step was made
def disc_step(G, D, opt_d, x_real, z):
    fake = G(z).detach()
    loss = d_loss(D(x_real), D(fake))
    opt_d.zero_grad()
    opt_d.step()
    return loss.item()
