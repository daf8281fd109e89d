# torch.distributions
def d_loss(real_logits, fake_logits):
    from torch.distributions import Bernoulli
    one = Bernoulli(logits=real_logits).log_prob(torch.ones_like(real_logits))
    two = Bernoulli(logits=fake_logits).log_prob(torch.zeros_like(fake_logits))
    return -one.mean() - two.mean()
