# only the first sample's slope
# expect: only the first sample counts
def gradient_penalty(critic, real, fake):
    a = torch.rand(len(real), *[1] * (real.dim() - 1), dtype=real.dtype)
    x = (a * real + (1 - a) * fake).detach().requires_grad_(True)
    (g,) = torch.autograd.grad(critic(x)[0].sum(), x, create_graph=True)
    return (g[:1].flatten(1).norm(dim=1) - 1).square().mean()
