# the logarithm of the mean probability
# expect: the mean is taken before the logarithm
def g_loss_saturating(fake_logits):
    return torch.log(torch.sigmoid(-fake_logits).mean())
