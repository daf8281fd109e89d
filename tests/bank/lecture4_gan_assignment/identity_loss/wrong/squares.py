# squares
# expect: squares
def identity_loss(g_into_a, a):
    return ((g_into_a(a) - a) ** 2).mean()
