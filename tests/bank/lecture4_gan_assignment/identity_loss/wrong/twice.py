# applied twice
# expect: applied twice
def identity_loss(g_into_a, a):
    return (g_into_a(g_into_a(a)) - a).abs().mean()
