# a module
def identity_loss(g_into_a, a):
    return nn.L1Loss()(a, g_into_a(a))
