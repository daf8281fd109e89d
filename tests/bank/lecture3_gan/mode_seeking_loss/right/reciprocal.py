# reciprocal
def mode_seeking_loss(x1, x2, z1, z2, eps=1e-5):
    return (torch.mean(torch.abs(x2 - x1)) / torch.mean(torch.abs(z2 - z1)) + eps).reciprocal()
