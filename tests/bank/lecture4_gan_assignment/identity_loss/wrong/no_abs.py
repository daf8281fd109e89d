# no absolute value
# expect: absolute value
def identity_loss(g_into_a, a):
    return (g_into_a(a) - a).mean()
