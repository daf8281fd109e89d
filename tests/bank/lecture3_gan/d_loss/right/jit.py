# a scripted function
@torch.jit.script
def d_loss(real_logits: torch.Tensor, fake_logits: torch.Tensor):
    a = torch.relu(-real_logits) + torch.log1p(torch.exp(-torch.abs(real_logits)))
    b = torch.relu(fake_logits) + torch.log1p(torch.exp(-torch.abs(fake_logits)))
    return a.mean() + b.mean()
