# a tensor
def kl_anneal(step, warmup, beta):
    return torch.tensor(step / warmup).clamp(max=1.0) * beta
