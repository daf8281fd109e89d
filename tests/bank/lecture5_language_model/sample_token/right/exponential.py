# a race of exponentials
def sample_token(logits):
    return (logits.softmax(-1) / torch.empty_like(logits).exponential_()).argmax(-1)
