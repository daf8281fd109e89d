# a dataclass, toggled requires_grad of the critic in G's step
from dataclasses import dataclass
@dataclass
class Terms:
    critic: float
    penalty: float
    gen: float
def critic_train_iter(G, critic, opt_c, opt_g, x_real, n_critic=5, lam=10.0):
    n = len(x_real)
    for _ in range(n_critic):
        fake = G(torch.empty(n, G.d_noise).normal_()).detach()
        opt_c.zero_grad()
        w = critic_loss(real_scores=critic(x_real), fake_scores=critic(fake)); w.backward()
        gp = gradient_penalty(critic, x_real, fake); (lam * gp).backward()
        opt_c.step()
    critic.requires_grad_(False)
    opt_g.zero_grad()
    loss = wgan_g_loss(fake_scores=critic(G(torch.empty(n, G.d_noise).normal_())))
    loss.backward(); opt_g.step()
    critic.requires_grad_(True)
    return Terms(w.item(), gp.item(), loss.item())
