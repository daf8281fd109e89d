# the penalty first
def critic_train_iter(G, critic, opt_c, opt_g, x_real, n_critic=5, lam=10.0):
    for _ in range(n_critic):
        z = torch.randn(len(x_real), G.d_noise)
        fake = G(z).detach()
        penalty = gradient_penalty(critic=critic, real=x_real, fake=fake)
        loss = critic_loss(real_scores=critic(x_real), fake_scores=critic(fake))
        opt_c.zero_grad()
        (loss + lam * penalty).backward()
        opt_c.step()
    z = torch.randn(len(x_real), G.d_noise)
    gen = wgan_g_loss(critic(G(z)))
    opt_g.zero_grad()
    gen.backward()
    opt_g.step()
    return {"critic": loss.item(), "penalty": penalty.item(), "gen": gen.item()}
