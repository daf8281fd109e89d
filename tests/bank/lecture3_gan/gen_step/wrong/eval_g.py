# G is left in eval mode
# expect: left in eval mode
def gen_step(G, D, opt_g, z):
    G.eval()
    loss = g_loss_nonsaturating(D(G(z)))
    opt_g.zero_grad()
    loss.backward()
    opt_g.step()
    return loss.item()
