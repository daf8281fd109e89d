# one a sample
# expect: one value for each
def identity_loss(g_into_a, a):
    return (g_into_a(a) - a).abs().flatten(1).mean(1)
