# compared with a second pass
# expect: compared with its output
def identity_loss(g_into_a, a):
    return (g_into_a(g_into_a(a)) - g_into_a(a)).abs().mean()
