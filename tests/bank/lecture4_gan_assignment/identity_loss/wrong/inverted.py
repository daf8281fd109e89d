# another input
# expect: another input
def identity_loss(g_into_a, a):
    return (g_into_a(1 - a) - a).abs().mean()
