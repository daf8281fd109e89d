# least squares
# expect: least squares
def d_loss(real_logits, fake_logits):
    return ((real_logits - 1) ** 2).mean() + (fake_logits**2).mean()
