# G13: one noise for all rows
# expect: use the z that is given
def gen_step(G, D, opt_g, z):
    loss = g_loss_nonsaturating(D(G(z[:1].expand_as(z))))
    opt_g.zero_grad()
    loss.backward()
    opt_g.step()
    return loss.item()
