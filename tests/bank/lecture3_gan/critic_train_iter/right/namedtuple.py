# comes back as a named tuple; class-based helper; noise of a Normal
from typing import NamedTuple
class WStep(NamedTuple):
    critic: float
    penalty: float
    gen: float
def critic_train_iter(G, critic, opt_c, opt_g, x_real, n_critic=5, lam=10.0, *, log=None):
    normal = torch.distributions.Normal(0.0, 1.0)
    noise = lambda: normal.sample((x_real.shape[0], G.d_noise)).to(x_real)
    d = p = torch.tensor(0.0)
    for step in range(1, n_critic + 1):
        critic.zero_grad(set_to_none=True)
        with torch.no_grad():
            fake = G(noise())
        d = critic_loss(critic(x_real), critic(fake))
        p = gradient_penalty(critic=critic, real=x_real, fake=fake)
        torch.add(d, p, alpha=lam).backward()
        opt_c.step()
    G.zero_grad(set_to_none=True)
    g = wgan_g_loss(critic(G(noise())))
    g.backward(inputs=tuple(G.parameters()))
    opt_g.step()
    return WStep(d.item(), p.item(), g.item())
