# a sum
# expect: a sum is taken
def identity_loss(g_into_a, a):
    return (g_into_a(a) - a).abs().sum()
