# the generator loss
# expect: generator's loss is followed
def disc_step(G, D, opt_d, x_real, z):
    fake = G(z).detach()
    loss = g_loss_nonsaturating(D(fake))
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return loss.item()
