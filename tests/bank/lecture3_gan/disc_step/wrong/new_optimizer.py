# a new optimiser
# expect: another optimiser
def disc_step(G, D, opt_d, x_real, z):
    fake = G(z).detach()
    loss = d_loss(D(x_real), D(fake))
    opt_d = torch.optim.Adam(D.parameters(), lr=1e-3)
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return loss.item()
