# gradients by autograd.grad
def gen_step(G, D, opt_g, z):
    loss = g_loss_nonsaturating(D(G(z)))
    weights = list(G.parameters())
    for weight, slope in zip(weights, torch.autograd.grad(loss, weights)):
        weight.grad = slope
    opt_g.step()
    return loss.item()
