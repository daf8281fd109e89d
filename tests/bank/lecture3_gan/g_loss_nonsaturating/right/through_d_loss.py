# the real half of d_loss
def g_loss_nonsaturating(fake_logits):
    labels = torch.ones_like(fake_logits)
    return nn.BCEWithLogitsLoss(reduction="none")(fake_logits, labels).mean()
