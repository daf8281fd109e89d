# the logarithm of the mean probability
# expect: the mean is taken before the logarithm
def g_loss_nonsaturating(fake_logits):
    return -torch.logsumexp(F.logsigmoid(fake_logits).flatten(), 0) + math.log(fake_logits.numel())
