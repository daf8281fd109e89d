# requires_grad toggled and put back
def disc_step(G, D, opt_d, x_real, z):
    for weight in G.parameters():
        weight.requires_grad_(False)
    fake = G(z)
    for weight in G.parameters():
        weight.requires_grad_(True)
    loss = d_loss(D(x_real), D(fake))
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return loss.item()
