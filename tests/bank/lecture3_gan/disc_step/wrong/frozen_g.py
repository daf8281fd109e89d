# G is left frozen
# expect: left frozen
def disc_step(G, D, opt_d, x_real, z):
    for weight in G.parameters():
        weight.requires_grad_(False)
    fake = G(z)
    loss = d_loss(D(x_real), D(fake))
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return loss.item()
