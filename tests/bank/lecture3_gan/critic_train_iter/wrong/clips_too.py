# clips the critic's weights as well
# expect: otherwise
def critic_train_iter(G, critic, opt_c, opt_g, x_real, n_critic=5, lam=10.0):
    for _ in range(n_critic):
        z = torch.randn(len(x_real), G.d_noise)
        fake = G(z).detach()
        loss = critic_loss(critic(x_real), critic(fake))
        penalty = gradient_penalty(critic, x_real, fake)
        opt_c.zero_grad()
        (loss + lam * penalty).backward()
        opt_c.step()
        clip_weights_(critic, 0.1)
    z = torch.randn(len(x_real), G.d_noise)
    gen = wgan_g_loss(critic(G(z)))
    opt_g.zero_grad()
    gen.backward()
    opt_g.step()
    return {"critic": loss.item(), "penalty": penalty.item(), "gen": gen.item()}
