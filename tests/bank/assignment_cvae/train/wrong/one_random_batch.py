# one batch an epoch drawn at random
# expect: one batch
def train(model, x, y, epochs, batch_size=128, lr=1e-3, beta=1.0):
    opt = torch.optim.Adam(model.parameters(), lr=lr); h = History([], [], [])
    for epoch in range(epochs):
        idx = torch.randint(len(x), (batch_size,))
        opt.zero_grad(); o = model(x[idx], y[idx]); e = cvae_loss(o.x_logits, x[idx], o.mu, o.logvar, beta); e.loss.backward(); opt.step()
        for l, v in zip(h, e): l.append(v.item())
    return h
