# torch.neg
def wgan_g_loss(fake_scores):
    return torch.neg(torch.mean(fake_scores))
