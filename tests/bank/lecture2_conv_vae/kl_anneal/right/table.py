# a table of weights
def kl_anneal(step, warmup, beta):
    return torch.linspace(0, beta, warmup + 1)[min(step, warmup)]
