# exponentials overflow
# expect: probability tensor contains
def sample_token(logits):
    return torch.multinomial(logits.float().exp() / logits.float().exp().sum(-1, keepdim=True), 1)[:, 0]
