# no absolute value
# expect: absolute value
def cycle_loss(x, x_rec):
    return (x_rec - x).mean()
