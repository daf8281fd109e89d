# noise under no_grad
def mode_seeking_loss(x1, x2, z1, z2, eps=1e-5):
    with torch.no_grad():
        dz = F.pairwise_distance(z1.flatten(), z2.flatten(), p=1, eps=0) / z1.numel()
    return 1.0 / (torch.mean(torch.abs(x1 - x2)) / dz + eps)
