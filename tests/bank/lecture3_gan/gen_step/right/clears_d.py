# D's gradients are cleared as well
def gen_step(G, D, opt_g, z):
    loss = g_loss_nonsaturating(D(G(z)))
    opt_g.zero_grad()
    loss.backward()
    opt_g.step()
    D.zero_grad()
    return loss.item()
