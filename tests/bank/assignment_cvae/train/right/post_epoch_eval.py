# history by a pass after each epoch
import torch
def train(model, x, y, epochs, batch_size=128, lr=1e-3, beta=1.0):
    opt = torch.optim.Adam(model.parameters(), lr=lr); h = History([], [], [])
    for _ in range(epochs):
        model.train()
        for idx in torch.randperm(len(x)).split(batch_size):
            opt.zero_grad(); o = model(x[idx], y[idx]); cvae_loss(o.x_logits, x[idx], o.mu, o.logvar, beta).loss.backward(); opt.step()
        with torch.no_grad():
            o = model(x, y); e = cvae_loss(o.x_logits, x, o.mu, o.logvar, beta)
        for l, v in zip(h, e): l.append(v.item())
    return h
