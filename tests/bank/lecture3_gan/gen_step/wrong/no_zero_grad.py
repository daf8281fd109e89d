# zero_grad is missing
# expect: zero_grad is missing
def gen_step(G, D, opt_g, z):
    loss = g_loss_nonsaturating(D(G(z)))
    loss.backward()
    opt_g.step()
    return loss.item()
