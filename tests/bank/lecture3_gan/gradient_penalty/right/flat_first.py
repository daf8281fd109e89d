# flattens the samples first
def gradient_penalty(critic, real, fake):
    shape = real.shape
    alpha = torch.rand(len(real), 1, dtype=real.dtype)
    flat = alpha * real.flatten(1) + (1 - alpha) * fake.flatten(1)
    flat = flat.detach().requires_grad_()
    (slopes,) = torch.autograd.grad(critic(flat.reshape(shape)).sum(), flat, create_graph=True)
    return F.mse_loss(slopes.norm(dim=1), torch.ones(len(real), dtype=real.dtype))
