# all as likely
# expect: logits are not used
def sample_token(logits):
    return torch.randint(logits.shape[-1], (len(logits),))
