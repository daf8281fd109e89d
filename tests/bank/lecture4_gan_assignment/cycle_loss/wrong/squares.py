# squares
# expect: squares
def cycle_loss(x, x_rec):
    return ((x_rec - x) ** 2).mean()
