# asks G once for the fakes of all steps: it is the same G in each of them
def critic_train_iter(G, critic, opt_c, opt_g, x_real, n_critic=5, lam=10.0):
    count = len(x_real)
    with torch.no_grad():
        fakes = G(torch.randn(n_critic * count, G.d_noise, dtype=x_real.dtype)).split(count)
    for fake in fakes:
        distance, penalty = critic_loss(critic(x_real), critic(fake)), gradient_penalty(critic, x_real, fake)
        opt_c.zero_grad()
        (distance + lam * penalty).backward()
        opt_c.step()
    gen = wgan_g_loss(critic(G(torch.randn(count, G.d_noise, dtype=x_real.dtype))))
    opt_g.zero_grad()
    gen.backward()
    opt_g.step()
    return {"critic": distance.item(), "penalty": penalty.item(), "gen": gen.item()}
