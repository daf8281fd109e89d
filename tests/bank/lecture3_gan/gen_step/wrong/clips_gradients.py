# gradients clipped
# expect: gradients are clipped
def gen_step(G, D, opt_g, z):
    loss = g_loss_nonsaturating(D(G(z)))
    opt_g.zero_grad(); loss.backward()
    nn.utils.clip_grad_value_(G.parameters(), 0.01)
    opt_g.step()
    return loss.item()
