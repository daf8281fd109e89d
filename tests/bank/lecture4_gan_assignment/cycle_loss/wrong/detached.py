# what came back is detached
# expect: x_rec
def cycle_loss(x, x_rec):
    return (x_rec.detach() - x).abs().mean()
