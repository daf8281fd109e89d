# one backward for each term
def disc_step(G, D, opt_d, x_real, z):
    opt_d.zero_grad()
    real = F.softplus(-D(x_real)).mean()
    real.backward()
    fake = F.softplus(D(G(z).detach())).mean()
    fake.backward()
    opt_d.step()
    return real.item() + fake.item()
