# detached
# expect: detached
def identity_loss(g_into_a, a):
    return (g_into_a(a).detach() - a).abs().mean()
