# zero_grad is missing
# expect: zero_grad is missing
def disc_step(G, D, opt_d, x_real, z):
    fake = G(z).detach()
    loss = d_loss(D(x_real), D(fake))
    loss.backward()
    opt_d.step()
    return loss.item()
