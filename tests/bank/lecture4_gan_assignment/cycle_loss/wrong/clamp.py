# reconstruction clamped to [0,1]
# expect: images are clamped
def cycle_loss(x, x_rec):
    return (x - x_rec.clamp(0, 1)).abs().mean()
