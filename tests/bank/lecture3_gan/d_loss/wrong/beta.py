# softplus with beta 2
# expect: softplus has beta = 1
def d_loss(real_logits, fake_logits):
    return F.softplus(-real_logits, beta=2).mean() + F.softplus(fake_logits, beta=2).mean()
