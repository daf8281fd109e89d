# the weight is inside
# expect: weight is inside
def identity_loss(g_into_a, a):
    return 10 * (g_into_a(a) - a).abs().mean()
