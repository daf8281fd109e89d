# G04: G is trained as well
# expect: weights of G moved
def disc_step(G, D, opt_d, x_real, z):
    loss = d_loss(D(x_real), D(G(z)))
    both = torch.optim.SGD(G.parameters(), lr=0.05)
    both.zero_grad()
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    both.step()
    return loss.item()
