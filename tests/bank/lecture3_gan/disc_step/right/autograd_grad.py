# gradients by autograd.grad
def disc_step(G, D, opt_d, x_real, z):
    loss = d_loss(D(x_real), D(G(z).detach()))
    weights = list(D.parameters())
    for weight, slope in zip(weights, torch.autograd.grad(loss, weights)):
        weight.grad = slope
    opt_d.step()
    return loss.item()
