# D is left frozen
# expect: left frozen
def gen_step(G, D, opt_g, z):
    for weight in D.parameters():
        weight.requires_grad_(False)
    loss = g_loss_nonsaturating(D(G(z)))
    opt_g.zero_grad()
    loss.backward()
    opt_g.step()
    return loss.item()
