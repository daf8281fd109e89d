# the fakes stand for the real batch
# expect: fake samples are used in place
def disc_step(G, D, opt_d, x_real, z):
    fake = G(z).detach()
    loss = d_loss(D(fake), D(fake))
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return loss.item()
