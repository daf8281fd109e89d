# torch.func: vmap of grad
def gradient_penalty(critic, real, fake):
    alpha = torch.rand(len(real), *[1] * (real.dim() - 1), dtype=real.dtype)
    x_hat = alpha * real + (1 - alpha) * fake
    slopes = torch.func.vmap(torch.func.grad(lambda one: critic(one[None]).sum()))(x_hat)
    return (slopes.flatten(1).norm(dim=1) - 1).square().mean()
