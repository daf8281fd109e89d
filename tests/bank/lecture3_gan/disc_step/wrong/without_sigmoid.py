# the loss of a critic
# expect: Wasserstein critic
def disc_step(G, D, opt_d, x_real, z):
    fake = G(z).detach()
    loss = D(fake).mean() - D(x_real).mean()
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return loss.item()
