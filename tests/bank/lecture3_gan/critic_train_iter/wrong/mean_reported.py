# the mean of all critic steps is reported
# expect: mean over all steps
def critic_train_iter(G, critic, opt_c, opt_g, x_real, n_critic=5, lam=10.0):
    ds, ps = [], []
    for _ in range(n_critic):
        fake = G(torch.randn(len(x_real), G.d_noise)).detach()
        d, p = critic_loss(critic(x_real), critic(fake)), gradient_penalty(critic, x_real, fake)
        opt_c.zero_grad(); (d + lam * p).backward(); opt_c.step()
        ds.append(d.item()); ps.append(p.item())
    g = wgan_g_loss(critic(G(torch.randn(len(x_real), G.d_noise))))
    opt_g.zero_grad(); g.backward(); opt_g.step()
    return {"critic": sum(ds) / len(ds), "penalty": sum(ps) / len(ps), "gen": g.item()}
