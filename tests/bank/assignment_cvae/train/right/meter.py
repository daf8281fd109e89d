# class Meter, autograd.grad by hand
import torch
class Meter:
    def __init__(self): self.t, self.n = 0.0, 0
    def add(self, v, n): self.t += float(v) * n; self.n += n
    @property
    def mean(self): return self.t / self.n
def train(model, x, y, epochs, batch_size=128, lr=1e-3, beta=1.0):
    params = [p for p in model.parameters() if p.requires_grad]
    opt = torch.optim.Adam(params, lr)
    out = {k: [] for k in ("loss", "rec", "kl")}
    for epoch in range(epochs):
        meters = {k: Meter() for k in out}
        for idx in torch.randperm(x.shape[0]).split(batch_size):
            o = model(x[idx], y[idx])
            e = cvae_loss(o.x_logits, x[idx], o.mu, o.logvar, beta=beta)
            for p, g in zip(params, torch.autograd.grad(e.loss, params, allow_unused=True)): p.grad = g
            opt.step()
            for k, v in zip(out, e): meters[k].add(v.detach(), len(idx))
        for k in out: out[k].append(meters[k].mean)
    return History(**out)
