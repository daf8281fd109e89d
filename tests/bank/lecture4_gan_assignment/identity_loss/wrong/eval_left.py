# leaves the generator in eval mode
# expect: left in eval mode
def identity_loss(g_into_a, a):
    g_into_a.eval()
    return (g_into_a(a) - a).abs().mean()
