# its own losses
def critic_train_iter(G, critic, opt_c, opt_g, x_real, n_critic=5, lam=10.0):
    for _ in range(n_critic):
        z = torch.randn(len(x_real), G.d_noise)
        fake = G(z).detach()
        loss = critic(fake).mean() - critic(x_real).mean()
        penalty = gradient_penalty(critic, x_real, fake)
        opt_c.zero_grad()
        (loss + lam * penalty).backward()
        opt_c.step()
    z = torch.randn(len(x_real), G.d_noise)
    gen = -critic(G(z)).mean()
    opt_g.zero_grad()
    gen.backward()
    opt_g.step()
    return {"critic": loss.item(), "penalty": penalty.item(), "gen": gen.item()}
