# fake term only
# expect: real term is missing
def lsgan_d_loss(real, fake):
    return (fake**2).mean()
