# zero_grad after backward
# expect: or made no step
def gen_step(G, D, opt_g, z):
    loss = g_loss_nonsaturating(D(G(z)))
    loss.backward()
    opt_g.zero_grad()
    opt_g.step()
    return loss.item()
