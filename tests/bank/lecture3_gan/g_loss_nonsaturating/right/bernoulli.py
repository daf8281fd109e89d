# torch.distributions
def g_loss_nonsaturating(fake_logits):
    from torch.distributions import Bernoulli
    return -Bernoulli(logits=fake_logits).log_prob(torch.ones_like(fake_logits)).mean()
