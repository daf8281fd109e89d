# one weighted BCE of the concatenated logits
def d_loss(real_logits, fake_logits):
    r, f = real_logits.flatten(), fake_logits.flatten()
    logits = torch.cat([r, f])
    target = torch.cat([torch.ones_like(r), torch.zeros_like(f)])
    weight = torch.cat([torch.full_like(r, 1 / r.numel()), torch.full_like(f, 1 / f.numel())])
    return F.binary_cross_entropy_with_logits(logits, target, weight=weight, reduction="sum")
