# one alpha a channel
# expect: alpha
def gradient_penalty(critic, real, fake):
    alpha = torch.rand(*real.shape[:2], *[1] * (real.dim() - 2), dtype=real.dtype)
    x_hat = (alpha * real + (1 - alpha) * fake).detach().requires_grad_(True)
    scores = critic(x_hat)
    (slopes,) = torch.autograd.grad(scores.sum(), x_hat, create_graph=True)
    return (slopes.flatten(1).norm(dim=1) - 1).square().mean()
