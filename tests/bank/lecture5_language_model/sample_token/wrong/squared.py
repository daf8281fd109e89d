# squared
# expect: squared
def sample_token(logits):
    return torch.multinomial(logits.mul(2).softmax(-1), 1)[:, 0]
