# mse_loss against ones, and an epsilon of 1e-6 outside the root
def gradient_penalty(critic, real, fake):
    alpha = real.new_empty(len(real)).uniform_()
    while alpha.dim() < real.dim():
        alpha = alpha.unsqueeze(-1)
    x_hat = fake + alpha * (real - fake)
    x_hat.requires_grad_(True)
    scores = critic(x_hat)
    slopes = torch.autograd.grad(scores.mean() * len(real), x_hat, create_graph=True, retain_graph=True)[0]
    lengths = slopes.reshape(len(real), -1).norm(p=2, dim=1) + 1e-6
    return F.mse_loss(lengths, torch.ones_like(lengths))
