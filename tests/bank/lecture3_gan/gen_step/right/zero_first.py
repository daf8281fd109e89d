# zero_grad first
def gen_step(G, D, opt_g, z):
    opt_g.zero_grad()
    loss = g_loss_nonsaturating(fake_logits=D(G(z)))
    loss.backward()
    opt_g.step()
    return float(loss.detach())
