# multiplied out
def lsgan_g_loss(fake):
    return (fake * fake).mean() - 2 * fake.mean() + 1
