# functional_call, grad and vmap
from torch.func import functional_call, grad, vmap
def gradient_penalty(critic, real, fake):
    params = dict(critic.named_parameters())
    def score(x):
        return functional_call(critic, params, (x[None],)).sum()
    a = torch.rand(len(real), dtype=real.dtype)
    mix = fake + (real - fake) * a.view(-1, *([1] * (real.dim() - 1)))
    slopes = vmap(grad(score), randomness="same")(mix)
    return F.mse_loss(slopes.flatten(1).norm(2, 1), torch.ones(len(real), dtype=real.dtype))
