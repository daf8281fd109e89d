# Gumbel's trick
def sample_token(logits):
    noise = -torch.log(-torch.log(torch.rand_like(logits).clamp_min(1e-20)))
    return (logits + noise).argmax(-1)
