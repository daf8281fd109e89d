# resets the seed
# expect: resets the global seed
def disc_step(G, D, opt_d, x_real, z):
    torch.manual_seed(0)
    loss = d_loss(D(x_real), D(G(z).detach()))
    opt_d.zero_grad(); loss.backward(); opt_d.step()
    return loss.item()
