# lsgan
# expect: least squares
def gen_step(G, D, opt_g, z):
    loss = ((D(G(z)) - 1) ** 2).mean()
    opt_g.zero_grad(); loss.backward(); opt_g.step()
    return loss.item()
