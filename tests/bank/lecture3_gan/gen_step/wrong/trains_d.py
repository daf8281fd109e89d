# G12: D is trained as well
# expect: weights of D moved
def gen_step(G, D, opt_g, z):
    loss = g_loss_nonsaturating(D(G(z)))
    both = torch.optim.SGD(D.parameters(), lr=0.05)
    both.zero_grad()
    opt_g.zero_grad()
    loss.backward()
    opt_g.step()
    both.step()
    return loss.item()
