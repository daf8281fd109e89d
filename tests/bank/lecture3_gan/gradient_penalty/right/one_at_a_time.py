# one sample at a time, python random
import random
def gradient_penalty(critic, real, fake):
    total = []
    for r, f in zip(real, fake):
        t = random.random()
        x = (t * r + (1 - t) * f).detach()[None].requires_grad_()
        (g,) = torch.autograd.grad(critic(x).squeeze(), x, create_graph=True)
        total.append((g.norm() - 1) ** 2)
    return sum(total) / len(total)
