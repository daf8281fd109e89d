# uniform noise in the generator's step only
# expect: N(0, I)
def critic_train_iter(G, critic, opt_c, opt_g, x_real, n_critic=5, lam=10.0):
    for _ in range(n_critic):
        fake = G(torch.randn(len(x_real), G.d_noise)).detach()
        d, p = critic_loss(critic(x_real), critic(fake)), gradient_penalty(critic, x_real, fake)
        opt_c.zero_grad(); (d + lam * p).backward(); opt_c.step()
    g = wgan_g_loss(critic(G(torch.rand(len(x_real), G.d_noise))))
    opt_g.zero_grad(); g.backward(); opt_g.step()
    return {"critic": d.item(), "penalty": p.item(), "gen": g.item()}
