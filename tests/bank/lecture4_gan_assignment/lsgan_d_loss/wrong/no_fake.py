# real term only
# expect: fake term is missing
def lsgan_d_loss(real, fake):
    return ((real - 1) ** 2).mean()
