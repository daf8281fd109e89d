# in random order, images and labels alike
import torch
@torch.no_grad()
def evaluate(model, x, y):
    order = torch.randperm(len(x))
    total = dict.fromkeys(("nelbo", "rec", "kl"), 0.0)
    for idx in order.tensor_split(max(1, len(x) // 100)):
        out = model(x[idx], y[idx])
        t = cvae_loss(out.x_logits, x[idx], out.mu, out.logvar)
        for key, v in zip(total, t): total[key] += v.item() * len(idx) / len(x)
    return total
