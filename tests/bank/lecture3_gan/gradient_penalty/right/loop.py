# a loop over the samples
def gradient_penalty(critic, real, fake):
    total = 0
    for x, y in zip(real, fake):
        alpha = torch.rand(())
        point = (alpha * x + (1 - alpha) * y)[None].detach().requires_grad_()
        (slope,) = torch.autograd.grad(critic(point).squeeze(), point, create_graph=True)
        total = total + (slope.norm() - 1) ** 2
    return total / len(real)
