# gradient to the fakes first, then pulled back through G by hand
def gen_step(G, D, opt_g, z):
    fake = G(z)
    leaf = fake.detach().requires_grad_()
    loss = g_loss_nonsaturating(D(leaf))
    (push,) = torch.autograd.grad(loss, leaf)
    opt_g.zero_grad()
    fake.backward(push)
    opt_g.step()
    return loss.item()
