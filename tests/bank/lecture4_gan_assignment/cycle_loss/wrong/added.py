# added
# expect: added
def cycle_loss(x, x_rec):
    return (x_rec + x).abs().mean()
