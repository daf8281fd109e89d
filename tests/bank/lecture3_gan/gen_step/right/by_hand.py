# the chain by hand
def gen_step(G, D, opt_g, z):
    fake = G(z)
    copy = fake.detach().requires_grad_()
    loss = g_loss_nonsaturating(D(copy))
    (slope,) = torch.autograd.grad(loss, copy)
    opt_g.zero_grad()
    fake.backward(slope)
    opt_g.step()
    return loss.item()
