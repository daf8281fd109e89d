# softmax of probabilities
# expect: twice
def sample_token(logits):
    return torch.multinomial(logits.softmax(-1).softmax(-1), 1)[:, 0]
