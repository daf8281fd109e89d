# a numpy float
def disc_step(G, D, opt_d, x_real, z):
    import numpy as np
    loss = d_loss(real_logits=D(x_real), fake_logits=D(G(z).detach()))
    opt_d.zero_grad()
    loss.backward()
    opt_d.step()
    return np.float64(loss.item())
