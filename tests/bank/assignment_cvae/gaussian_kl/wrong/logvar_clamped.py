# logvar is clamped to [-1, 1]
# expect: logvar is clamped
def gaussian_kl(mu, logvar):
    lv = torch.clamp(logvar, -1.0, 1.0)
    return 0.5 * (mu ** 2 + lv.exp() - 1 - lv).sum(1)
