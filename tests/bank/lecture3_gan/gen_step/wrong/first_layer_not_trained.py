# the first layer's gradient is dropped
# expect: only a part of the parameters
def gen_step(G, D, opt_g, z):
    ps = list(G.parameters())
    loss = g_loss_nonsaturating(D(G(z)))
    opt_g.zero_grad(); loss.backward()
    ps[0].grad = None
    opt_g.step()
    return loss.item()
