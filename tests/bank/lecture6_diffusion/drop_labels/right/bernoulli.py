# Bernoulli, by arithmetic
def drop_labels(y, p, null_class):
    gone = torch.bernoulli(torch.full(y.shape, p)).long()
    return gone * null_class + (1 - gone) * y
