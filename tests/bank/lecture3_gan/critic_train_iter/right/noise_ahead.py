# draws all noise before the loop
def critic_train_iter(G, critic, opt_c, opt_g, x_real, n_critic=5, lam=10.0):
    noise = torch.randn(n_critic + 1, len(x_real), G.d_noise, dtype=x_real.dtype, device=x_real.device)
    for z in noise[:-1]:
        fake = G(z).detach()
        distance, penalty = critic_loss(critic(x_real), critic(fake)), gradient_penalty(critic, x_real, fake)
        opt_c.zero_grad()
        (distance + lam * penalty).backward()
        opt_c.step()
    gen = wgan_g_loss(critic(G(noise[-1])))
    opt_g.zero_grad()
    gen.backward()
    opt_g.step()
    return {"critic": float(distance), "penalty": float(penalty), "gen": float(gen)}
