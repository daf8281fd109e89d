# logaddexp
def g_loss_saturating(fake_logits):
    return -torch.logaddexp(torch.zeros_like(fake_logits), fake_logits).mean()
