# the generator is not applied
# expect: not applied
def identity_loss(g_into_a, a):
    return (a - a).abs().mean()
