# the loss is halved
# expect: halved
def disc_step(G, D, opt_d, x_real, z):
    fake = G(z).detach()
    loss = d_loss(D(x_real), D(fake)) / 2
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return loss.item()
