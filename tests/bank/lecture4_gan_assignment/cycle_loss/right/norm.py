# the 1-norm
def cycle_loss(x, x_rec):
    return torch.linalg.vector_norm(x - x_rec, ord=1) / x.numel()
