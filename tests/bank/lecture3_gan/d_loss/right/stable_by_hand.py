# max(a, 0) + log1p(exp(-|a|))
def d_loss(real_logits, fake_logits):
    def soft(a):
        return a.clamp(min=0) + torch.log1p(torch.exp(-a.abs()))

    return soft(-real_logits).mean() + soft(fake_logits).mean()
