# guard too large
# expect: guard inside the square root
def gradient_penalty(critic, real, fake):
    a = torch.rand(len(real), *[1] * (real.dim() - 1), dtype=real.dtype)
    x = (a * real + (1 - a) * fake).detach().requires_grad_(True)
    (g,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return ((g.flatten(1).square().sum(1) + 0.1).sqrt() - 1).square().mean()
