# Charbonnier
# expect: Charbonnier
def cycle_loss(x, x_rec):
    return ((x - x_rec) ** 2 + 1e-3).sqrt().mean()
