# the last epoch's values in every place
# expect: epoch
def train(model, x, y, epochs, batch_size=128, lr=1e-3, beta=1.0):
    opt = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(epochs):
        for idx in torch.randperm(len(x)).split(batch_size):
            opt.zero_grad(); o = model(x[idx], y[idx]); e = cvae_loss(o.x_logits, x[idx], o.mu, o.logvar, beta); e.loss.backward(); opt.step()
    return History(*([v.item()] * epochs for v in e))
