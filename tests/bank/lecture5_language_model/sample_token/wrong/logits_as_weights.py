# the logits as weights
# expect: RuntimeError
def sample_token(logits):
    return torch.multinomial(logits, 1)[:, 0]
