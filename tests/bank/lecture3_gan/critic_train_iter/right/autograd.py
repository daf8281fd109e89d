# gradients by autograd.grad, one helper for both
def _descend(loss, optimizer):
    params = [p for g in optimizer.param_groups for p in g["params"]]
    for p, g in zip(params, torch.autograd.grad(loss, params, allow_unused=True)):
        p.grad = g
    optimizer.step()
def critic_train_iter(G, critic, opt_c, opt_g, x_real, n_critic=5, lam=10.0):
    history = []
    for z in torch.randn(n_critic, len(x_real), G.d_noise):
        fake = G(z).detach()
        w, gp = critic(fake).mean() - critic(x_real).mean(), gradient_penalty(critic, x_real, fake)
        _descend(w + lam * gp, opt_c)
        history.append({"critic": float(w.detach()), "penalty": float(gp.detach())})
    loss = -critic(G(torch.randn(len(x_real), G.d_noise))).mean()
    _descend(loss, opt_g)
    return history[-1] | {"gen": float(loss.detach())}
