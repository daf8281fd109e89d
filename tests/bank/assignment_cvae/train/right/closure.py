# optimizer.step(closure), *args, TensorDataset
import torch
from torch.utils.data import DataLoader, TensorDataset
def train(model, x, y, epochs, batch_size=128, lr=1e-3, beta=1.0, **_):
    opt = torch.optim.RAdam(model.parameters(), lr=lr)
    hist = History(loss=[], rec=[], kl=[])
    loader = DataLoader(TensorDataset(x, y), batch_size=batch_size, shuffle=True, num_workers=0)
    for _ in range(epochs):
        seen = []
        for xb, yb in loader:
            def closure():
                opt.zero_grad(set_to_none=True)
                o = model(xb, yb)
                e = cvae_loss(o.x_logits, xb, o.mu, o.logvar, beta)
                e.loss.backward()
                seen.append((len(xb), *[v.item() for v in e]))
                return e.loss
            opt.step(closure)
        n = sum(s[0] for s in seen)
        for k, name in enumerate(("loss", "rec", "kl"), 1): getattr(hist, name).append(sum(s[0] * s[k] for s in seen) / n)
    return hist
