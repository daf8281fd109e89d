# fakes are detached inside
# expect: fake
def lsgan_d_loss(real, fake):
    return ((real - 1) ** 2).mean() + (fake.detach() ** 2).mean()
