# floats
# expect: int64
def sample_token(logits):
    return torch.multinomial(logits.softmax(-1), 1)[:, 0].float()
