# l1_loss
def cycle_loss(x, x_rec):
    return F.l1_loss(x_rec, x)
