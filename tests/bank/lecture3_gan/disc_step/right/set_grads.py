# gradients written by hand
def disc_step(G, D, opt_d, x_real, z):
    loss = d_loss(D(x_real), D(G(z).detach()))
    parameters = [p for group in opt_d.param_groups for p in group["params"]]
    for p, g in zip(parameters, torch.autograd.grad(loss, parameters)):
        p.grad = g
    opt_d.step()
    return loss.tolist()
