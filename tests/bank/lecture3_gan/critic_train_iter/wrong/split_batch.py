# the batch is split over the critic's steps
# expect: not a part of it
def critic_train_iter(G, critic, opt_c, opt_g, x_real, n_critic=5, lam=10.0):
    for x in x_real.chunk(n_critic):
        fake = G(torch.randn(len(x), G.d_noise)).detach()
        d, p = critic_loss(critic(x), critic(fake)), gradient_penalty(critic, x, fake)
        opt_c.zero_grad(); (d + lam * p).backward(); opt_c.step()
    g = wgan_g_loss(critic(G(torch.randn(len(x_real), G.d_noise))))
    opt_g.zero_grad(); g.backward(); opt_g.step()
    return {"critic": d.item(), "penalty": p.item(), "gen": g.item()}
