# F.l1_loss
def mode_seeking_loss(x1, x2, z1, z2, eps=1e-5):
    return 1 / (F.l1_loss(x1, x2) / F.l1_loss(z1, z2) + eps)
