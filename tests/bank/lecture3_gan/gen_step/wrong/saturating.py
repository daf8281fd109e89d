# G03: the saturating loss
# expect: saturating loss is followed
def gen_step(G, D, opt_g, z):
    loss = g_loss_saturating(D(G(z)))
    opt_g.zero_grad()
    loss.backward()
    opt_g.step()
    return loss.item()
