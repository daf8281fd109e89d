# sums over pixels
# expect: sums run over the pixels
def cycle_loss(x, x_rec):
    return (x_rec - x).abs().flatten(1).sum(1).mean()
