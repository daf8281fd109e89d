# torch.distributions
def next_token_loss(logits, targets, ignore_index=-100):
    keep = targets != ignore_index
    return -torch.distributions.Categorical(logits=logits[keep]).log_prob(targets[keep]).mean()
