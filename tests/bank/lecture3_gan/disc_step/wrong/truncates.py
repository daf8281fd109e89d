# uses only as many reals as fakes
# expect: only a part of the real batch
def disc_step(G, D, opt_d, x_real, z):
    n = min(len(x_real), len(z))
    loss = d_loss(D(x_real[:n]), D(G(z[:n]).detach()))
    opt_d.zero_grad(); loss.backward(); opt_d.step()
    return loss.item()
