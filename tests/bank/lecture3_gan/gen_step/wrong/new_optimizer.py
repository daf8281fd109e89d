# a new optimiser
# expect: another optimiser
def gen_step(G, D, opt_g, z):
    loss = g_loss_nonsaturating(D(G(z)))
    opt_g = torch.optim.Adam(G.parameters(), lr=1e-3)
    opt_g.zero_grad()
    loss.backward()
    opt_g.step()
    return loss.item()
