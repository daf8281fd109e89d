# the loss is maximised
# expect: maximised
def gen_step(G, D, opt_g, z):
    loss = g_loss_nonsaturating(D(G(z)))
    opt_g.zero_grad()
    (-loss).backward()
    opt_g.step()
    return loss.item()
