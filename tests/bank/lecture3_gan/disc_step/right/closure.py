# a closure
def disc_step(G, D, opt_d, x_real, z):
    def closure():
        opt_d.zero_grad()
        loss = d_loss(D(x_real), D(G(z).detach()))
        loss.backward()
        return loss

    return opt_d.step(closure).item()
