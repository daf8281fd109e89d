# G09: a sigmoid before a loss of logits
# expect: sigmoid twice
def d_loss(real_logits, fake_logits):
    return F.softplus(-real_logits.sigmoid()).mean() + F.softplus(fake_logits.sigmoid()).mean()
