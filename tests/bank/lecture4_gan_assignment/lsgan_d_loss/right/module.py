# a module
def lsgan_d_loss(real, fake):
    return nn.MSELoss()(real, torch.ones_like(real)) + torch.linalg.vector_norm(fake) ** 2 / fake.numel()
