# numpy
def attribute_edit(z, mean_from, mean_to, alpha=1.0):
    return torch.from_numpy(z.numpy() + alpha * (mean_to.numpy() - mean_from.numpy()))
