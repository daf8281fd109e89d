# grad_outputs of ones
def gradient_penalty(critic, real, fake):
    alpha = torch.rand(len(real), *[1] * (real.dim() - 1), dtype=real.dtype)
    x_hat = (alpha * real + (1 - alpha) * fake).detach().requires_grad_(True)
    scores = critic(x_hat)
    (slopes,) = torch.autograd.grad(scores, x_hat, grad_outputs=torch.ones_like(scores), create_graph=True, retain_graph=True, only_inputs=True)
    return (slopes.flatten(1).norm(dim=1) - 1).square().mean()
