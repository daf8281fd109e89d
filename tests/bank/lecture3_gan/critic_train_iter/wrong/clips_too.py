# weights are clipped after each step of the critic, besides the penalty
# expect: weights are clipped
def critic_train_iter(G, critic, opt_c, opt_g, x_real, n_critic=5, lam=10.0):
    def fakes():
        return G(torch.randn(len(x_real), G.d_noise, dtype=x_real.dtype))

    for _ in range(n_critic):
        fake = fakes().detach()
        c, p = critic_loss(critic(x_real), critic(fake)), gradient_penalty(critic, x_real, fake)
        opt_c.zero_grad()
        (c + lam * p).backward()
        opt_c.step()
        clip_weights_(critic, 0.1)
    g = wgan_g_loss(critic(fakes()))
    opt_g.zero_grad()
    g.backward()
    opt_g.step()
    return {"critic": c.item(), "penalty": p.item(), "gen": g.item()}
