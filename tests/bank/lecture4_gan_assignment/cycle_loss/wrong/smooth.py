# smooth L1
# expect: smooth L1
def cycle_loss(x, x_rec):
    return F.smooth_l1_loss(x_rec, x)
