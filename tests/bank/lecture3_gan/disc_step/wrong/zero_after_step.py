# zero_grad after the step: what gen_step left in D is followed
# expect: gen_step left in D
def disc_step(G, D, opt_d, x_real, z):
    fake = G(z).detach()
    loss = d_loss(D(x_real), D(fake))
    loss.backward()
    opt_d.step()
    opt_d.zero_grad()
    return loss.item()
