# sums divided by their counts
def lsgan_d_loss(real, fake):
    return (1 - real).square().sum() / real.numel() + torch.sum(fake * fake) / fake.numel()
