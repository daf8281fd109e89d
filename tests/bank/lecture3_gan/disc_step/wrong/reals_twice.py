# the real batch stands for the fakes
# expect: real batch is used in place
def disc_step(G, D, opt_d, x_real, z):
    fake = G(z).detach()
    loss = d_loss(D(x_real), D(x_real))
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return loss.item()
