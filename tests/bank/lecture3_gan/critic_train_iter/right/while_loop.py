# a while loop and a log
def critic_train_iter(G, critic, opt_c, opt_g, x_real, n_critic=5, lam=10.0):
    log = {}
    left = n_critic
    while left:
        fake = G(torch.randn((x_real.shape[0], G.d_noise), dtype=x_real.dtype)).data
        opt_c.zero_grad(set_to_none=True)
        parts = critic_loss(critic(x_real), critic(fake)), gradient_penalty(critic, x_real, fake)
        sum(w * p for w, p in zip((1.0, lam), parts)).backward()
        opt_c.step()
        log["critic"], log["penalty"] = (p.item() for p in parts)
        left -= 1
    opt_g.zero_grad(set_to_none=True)
    gen = wgan_g_loss(critic(G(torch.randn((x_real.shape[0], G.d_noise), dtype=x_real.dtype))))
    gen.backward()
    opt_g.step()
    log["gen"] = float(gen.detach())
    return log
