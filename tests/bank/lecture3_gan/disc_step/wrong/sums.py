# sums are followed
# expect: sums are followed
def disc_step(G, D, opt_d, x_real, z):
    fake = G(z).detach()
    loss = F.softplus(-D(x_real)).sum() + F.softplus(D(fake)).sum()
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return loss.item()
