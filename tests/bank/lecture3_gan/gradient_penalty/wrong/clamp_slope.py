# slopes clamped at 5
# expect: slopes are clamped
def gradient_penalty(critic, real, fake):
    a = torch.rand(len(real), *[1] * (real.dim() - 1), dtype=real.dtype)
    x = (a * real + (1 - a) * fake).detach().requires_grad_(True)
    (g,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return (g.flatten(1).norm(dim=1).clamp(max=5) - 1).square().mean()
