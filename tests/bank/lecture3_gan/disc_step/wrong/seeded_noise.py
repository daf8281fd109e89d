# ignores z and reseeds
# expect: use the z that is given
def disc_step(G, D, opt_d, x_real, z):
    torch.manual_seed(0)
    fake = G(torch.randn(z.shape)).detach()
    loss = d_loss(D(x_real), D(fake))
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return loss.item()
