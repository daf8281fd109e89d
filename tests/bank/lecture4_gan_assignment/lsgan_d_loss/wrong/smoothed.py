# real targets of 0.9
# expect: smoothed
def lsgan_d_loss(real, fake):
    return ((real - 0.9) ** 2).mean() + (fake**2).mean()
