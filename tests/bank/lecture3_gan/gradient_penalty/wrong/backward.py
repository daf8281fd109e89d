# scores.backward
# expect: use torch.autograd.grad, not scores.backward
def gradient_penalty(critic, real, fake):
    alpha = torch.rand(len(real), *[1] * (real.dim() - 1), dtype=real.dtype)
    x_hat = (alpha * real + (1 - alpha) * fake).detach().requires_grad_(True)
    scores = critic(x_hat)
    scores.sum().backward(create_graph=True)
    slopes = x_hat.grad
    return (slopes.flatten(1).norm(dim=1) - 1).square().mean()
