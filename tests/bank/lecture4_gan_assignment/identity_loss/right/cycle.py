# through cycle_loss
def identity_loss(g_into_a, a):
    return cycle_loss(a, g_into_a(a))
