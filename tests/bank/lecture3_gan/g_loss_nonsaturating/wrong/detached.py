# a new tensor of the value
# expect: does not reach fake_logits
def g_loss_nonsaturating(fake_logits):
    return torch.tensor(F.softplus(-fake_logits).mean().item(), dtype=fake_logits.dtype)
