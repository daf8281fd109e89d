# real and fake swapped
# expect: real and fake are swapped
def disc_step(G, D, opt_d, x_real, z):
    fake = G(z).detach()
    loss = d_loss(D(fake), D(x_real))
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return loss.item()
