# log of the sigmoid
# expect: the logarithm of a sigmoid
def d_loss(real_logits, fake_logits):
    return -(real_logits.sigmoid().log().mean() + (1 - fake_logits.sigmoid()).log().mean())
