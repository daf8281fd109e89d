# the weight is inside
# expect: weight is inside
def cycle_loss(x, x_rec):
    return 10 * (x_rec - x).abs().mean()
