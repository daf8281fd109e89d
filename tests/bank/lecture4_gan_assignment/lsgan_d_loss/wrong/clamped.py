# scores clamped
# expect: the scores are clamped
def lsgan_d_loss(real, fake):
    return ((real.clamp(-1, 2) - 1) ** 2).mean() + (fake.clamp(-1, 2) ** 2).mean()
