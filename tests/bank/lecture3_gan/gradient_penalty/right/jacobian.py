# the slopes from the jacobian of the sum
from torch.autograd.functional import jacobian


def gradient_penalty(critic, real, fake):
    alpha = torch.rand(real.shape[0], dtype=real.dtype).view(-1, *([1] * (real.dim() - 1)))
    middle = torch.lerp(fake, real, alpha)
    slopes = jacobian(lambda x: critic(x).sum(), middle, create_graph=True)
    lengths = (slopes.pow(2).flatten(1).sum(1) + 1e-10).sqrt()
    return torch.mean((1 - lengths) ** 2)
