# real 0.7, fake 0.3
# expect: smoothed
def lsgan_d_loss(real, fake):
    return ((real - 0.7) ** 2).mean() + ((fake - 0.3) ** 2).mean()
