# max(l, 0) - x l + log(1 + exp(-|l|))
def bernoulli_nll(x_logits, x):
    each = x_logits.clamp(min=0) - x * x_logits + torch.log1p(torch.exp(-x_logits.abs()))
    return each.reshape(len(x), -1).sum(1)
