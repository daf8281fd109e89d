# alpha is the mean of two draws
# expect: alpha is not uniform
def gradient_penalty(critic, real, fake):
    s = (len(real), *[1] * (real.dim() - 1))
    a = (torch.rand(s, dtype=real.dtype) + torch.rand(s, dtype=real.dtype)) / 2
    x = (a * real + (1 - a) * fake).detach().requires_grad_(True)
    (g,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return (g.flatten(1).norm(dim=1) - 1).square().mean()
