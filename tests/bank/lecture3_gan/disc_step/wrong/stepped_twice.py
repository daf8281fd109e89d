# two steps of the optimiser
# expect: two steps or two backward passes
def disc_step(G, D, opt_d, x_real, z):
    fake = G(z).detach()
    loss = d_loss(D(x_real), D(fake))
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    opt_d.step()
    return loss.item()
