# gradients set to None
def gen_step(G, D, opt_g, z):
    loss = g_loss_nonsaturating(D(G(z)))
    for weight in G.parameters():
        weight.grad = None
    loss.backward()
    opt_g.step()
    return loss.item()
