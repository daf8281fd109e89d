# the penalty is taken at fakes of its own
def critic_train_iter(G, critic, opt_c, opt_g, x_real, n_critic=5, lam=10.0):
    def fakes():
        with torch.no_grad():
            return G(torch.randn(len(x_real), G.d_noise, dtype=x_real.dtype, device=x_real.device))

    for _ in range(n_critic):
        opt_c.zero_grad()
        distance = critic_loss(critic(x_real), critic(fakes()))
        penalty = gradient_penalty(critic, x_real, fakes())
        (distance + lam * penalty).backward()
        opt_c.step()
    opt_g.zero_grad()
    gen = wgan_g_loss(critic(G(torch.randn(len(x_real), G.d_noise, dtype=x_real.dtype))))
    gen.backward()
    opt_g.step()
    return {"critic": distance.item(), "penalty": penalty.item(), "gen": gen.item()}
