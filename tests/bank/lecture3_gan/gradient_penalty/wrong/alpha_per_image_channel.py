# alpha (N, C, 1, 1) for images
# expect: several alphas
def gradient_penalty(critic, real, fake):
    s = (len(real), 1) if real.dim() == 2 else (len(real), real.shape[1], *[1] * (real.dim() - 2))
    a = torch.rand(s, dtype=real.dtype)
    x = (a * real + (1 - a) * fake).detach().requires_grad_(True)
    (g,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return (g.flatten(1).norm(dim=1) - 1).square().mean()
