# instance noise
# expect: D sees other samples
def disc_step(G, D, opt_d, x_real, z):
    loss = d_loss(D(x_real + 0.1 * torch.randn_like(x_real)), D(G(z).detach()))
    opt_d.zero_grad(); loss.backward(); opt_d.step()
    return loss.item()
