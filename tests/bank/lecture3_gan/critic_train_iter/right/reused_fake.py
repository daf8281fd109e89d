# G's step uses the last fakes
def critic_train_iter(G, critic, opt_c, opt_g, x_real, n_critic=5, lam=10.0):
    for _ in range(n_critic):
        fake = G(torch.randn(x_real.size(0), G.d_noise, device=x_real.device))
        loss = critic_loss(critic(x_real), critic(fake.detach()))
        penalty = gradient_penalty(critic, x_real, fake.detach())
        opt_c.zero_grad()
        (loss + lam * penalty).backward()
        opt_c.step()
    gen = wgan_g_loss(critic(fake))
    opt_g.zero_grad()
    gen.backward()
    opt_g.step()
    return {"critic": loss.item(), "penalty": penalty.item(), "gen": gen.item()}
