# (B, 1)
# expect: axis of size 1
def sample_token(logits):
    return torch.multinomial(logits.softmax(-1), 1)
