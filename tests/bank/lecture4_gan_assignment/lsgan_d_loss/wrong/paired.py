# cut to the shorter
# expect: cut to the shorter
def lsgan_d_loss(real, fake):
    n = min(len(real), len(fake))
    return ((real[:n] - 1) ** 2).mean() + (fake[:n] ** 2).mean()
