# one softmax over the whole batch
# expect: -inf is drawn
def sample_token(logits):
    p = logits.flatten().softmax(0).view_as(logits)
    return torch.multinomial(p.float() + 1e-12, 1)[:, 0]
