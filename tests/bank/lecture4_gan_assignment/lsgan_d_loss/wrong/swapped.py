# real gets 0, fake 1
# expect: swapped
def lsgan_d_loss(real, fake):
    return (real**2).mean() + ((fake - 1) ** 2).mean()
