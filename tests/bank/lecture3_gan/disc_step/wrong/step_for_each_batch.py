# two optimizer steps, one for each batch
# expect: two steps are made
def disc_step(G, D, opt_d, x_real, z):
    opt_d.zero_grad(); r = F.softplus(-D(x_real)).mean(); r.backward(); opt_d.step()
    opt_d.zero_grad(); f = F.softplus(D(G(z).detach())).mean(); f.backward(); opt_d.step()
    return (r + f).item()
