# the seed is reset
# expect: seed is reset
def sample_token(logits):
    torch.manual_seed(0)
    return torch.multinomial(logits.softmax(-1), 1)[:, 0]
