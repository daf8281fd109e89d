# nothing to compare with
# expect: original plays no part
def identity_loss(g_into_a, a):
    return g_into_a(a).abs().mean()
