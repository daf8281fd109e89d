# returns the generator's loss
# expect: generator's loss
def disc_step(G, D, opt_d, x_real, z):
    fake = G(z).detach()
    loss = d_loss(D(x_real), D(fake))
    value = D(fake).detach()
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return g_loss_nonsaturating(D(G(z))).item() if False else F.softplus(-value).mean().item()
