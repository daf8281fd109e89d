# mean before the square
# expect: before the square
def lsgan_g_loss(fake):
    return (fake.mean() - 1) ** 2
