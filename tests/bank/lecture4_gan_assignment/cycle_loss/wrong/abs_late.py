# absolute value of the mean
# expect: before the mean
def cycle_loss(x, x_rec):
    return (x_rec - x).mean().abs()
