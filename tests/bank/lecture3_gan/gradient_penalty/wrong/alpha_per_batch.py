# W11: one alpha a batch
# expect: one alpha is drawn for the whole batch
def gradient_penalty(critic, real, fake):
    alpha = torch.rand((), dtype=real.dtype)
    x_hat = (alpha * real + (1 - alpha) * fake).detach().requires_grad_(True)
    scores = critic(x_hat)
    (slopes,) = torch.autograd.grad(scores.sum(), x_hat, create_graph=True)
    return (slopes.flatten(1).norm(dim=1) - 1).square().mean()
