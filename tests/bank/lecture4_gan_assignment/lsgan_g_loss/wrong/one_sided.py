# scores above 1 cost nothing
# expect: both sides of 1
def lsgan_g_loss(fake):
    return F.relu(1 - fake).square().mean()
