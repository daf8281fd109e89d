# squeeze() drops the axis of a batch of one
# expect: batch of one is squeezed away
def sample_token(logits):
    return torch.multinomial(logits.softmax(-1), 1).squeeze()
