# train mode first
def disc_step(G, D, opt_d, x_real, z):
    G.train()
    D.train()
    fake = G(z).detach()
    loss = d_loss(D(x_real), D(fake))
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return loss.item()
