# log1p(exp(-|x|)) form
from functools import partial
def _nll(fake_logits, sign):
    s = sign * fake_logits
    return torch.where(s > 0, torch.log1p(torch.exp(-s.abs())), -s + torch.log1p(torch.exp(-s.abs()))).mean()
g_loss_nonsaturating = partial(_nll, sign=1)
