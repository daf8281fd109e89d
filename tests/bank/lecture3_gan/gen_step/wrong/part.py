# uses half of the noise
# expect: only a part of z
def gen_step(G, D, opt_g, z):
    opt_g.zero_grad()
    G(z)
    loss = g_loss_nonsaturating(D(G(z[: len(z) // 2])))
    loss.backward(); opt_g.step()
    return loss.item()
