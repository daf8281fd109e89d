# two halves
def cycle_loss(x, x_rec):
    return (F.relu(x - x_rec) + F.relu(x_rec - x)).mean()
