# softmax over the batch
# expect: -inf is drawn
def sample_token(logits):
    p = logits.softmax(0).nan_to_num(0.1) + 1e-6
    return torch.multinomial(p, 1)[:, 0]
