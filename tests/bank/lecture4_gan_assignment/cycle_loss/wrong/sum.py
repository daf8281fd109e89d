# a sum
# expect: a sum is taken
def cycle_loss(x, x_rec):
    return (x_rec - x).abs().sum()
