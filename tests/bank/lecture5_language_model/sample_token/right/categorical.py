# torch.distributions
def sample_token(logits):
    return torch.distributions.Categorical(logits=logits).sample()
