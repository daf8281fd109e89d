# root
# expect: root of the probabilities
def sample_token(logits):
    return torch.multinomial(logits.div(2).softmax(-1), 1)[:, 0]
