# G is left in eval mode
# expect: left in eval mode
def disc_step(G, D, opt_d, x_real, z):
    G.eval()
    fake = G(z).detach()
    loss = d_loss(D(x_real), D(fake))
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return loss.item()
