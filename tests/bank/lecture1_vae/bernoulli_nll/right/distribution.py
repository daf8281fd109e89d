# Bernoulli.log_prob
def bernoulli_nll(x_logits, x):
    d = torch.distributions.Bernoulli(logits=x_logits, validate_args=False)
    return -d.log_prob(x).flatten(1).sum(1)
