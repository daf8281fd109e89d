# returned to be maximised
# expect: the sign is flipped
def d_loss(real_logits, fake_logits):
    return -(F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean())
