# both sums over the number of reals
# expect: number of real scores
def lsgan_d_loss(real, fake):
    return (((real - 1) ** 2).sum() + (fake ** 2).sum()) / real.numel()
