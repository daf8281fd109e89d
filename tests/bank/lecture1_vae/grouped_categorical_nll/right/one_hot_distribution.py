# OneHotCategorical
def grouped_categorical_nll(logits, onehot, sizes):
    total, at = 0, 0
    for size in sizes:
        part, seen = logits[:, at : at + size], onehot[:, at : at + size]
        at += size
        total = total - torch.distributions.OneHotCategorical(logits=part).log_prob(seen)
    return total
