# vmap of a per-logit loss
def _one(logit, target):
    return torch.logaddexp(torch.zeros_like(logit), -target * logit)
d_loss = lambda real_logits, fake_logits: torch.vmap(_one, (0, None))(real_logits.reshape(-1), 1.0).mean() + torch.vmap(_one, (0, None))(fake_logits.reshape(-1), -1.0).mean()
