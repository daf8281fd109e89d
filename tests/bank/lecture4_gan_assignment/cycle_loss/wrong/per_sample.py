# one a sample
# expect: one value for each
def cycle_loss(x, x_rec):
    return (x_rec - x).abs().flatten(1).mean(1)
