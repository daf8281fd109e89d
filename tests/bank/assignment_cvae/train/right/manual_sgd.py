# momentum SGD by hand
import torch
def train(model, x, y, epochs, batch_size=128, lr=1e-3, beta=1.0):
    ps = list(model.parameters()); m = [torch.zeros_like(p) for p in ps]; v = [torch.zeros_like(p) for p in ps]
    h, step = ([], [], []), 0
    for _ in range(epochs):
        tot = torch.zeros(3, dtype=torch.float64)
        for xb, yb in zip(x.split(batch_size), y.split(batch_size)):
            model.zero_grad(); o = model(xb, yb)
            e = cvae_loss(o.x_logits, xb, o.mu, o.logvar, beta); e.loss.backward(); step += 1
            with torch.no_grad():
                for p, a, b in zip(ps, m, v):
                    if p.grad is None: continue
                    a.mul_(.9).add_(p.grad, alpha=.1); b.mul_(.999).addcmul_(p.grad, p.grad, value=.001)
                    p -= lr * (a / (1 - .9**step)) / ((b / (1 - .999**step)).sqrt() + 1e-8)
            tot += torch.tensor([float(t) for t in e], dtype=torch.float64) * len(xb)
        for l, t in zip(h, tot / len(x)): l.append(t.item())
    return h
