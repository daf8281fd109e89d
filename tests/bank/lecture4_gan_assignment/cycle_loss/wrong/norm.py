# a norm
# expect: Euclidean norm
def cycle_loss(x, x_rec):
    return (x_rec - x).norm()
