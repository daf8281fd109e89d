# rec and kl swapped
# expect: the order is (rec, kl, loss)
import torch


def train(model, x, y, epochs, batch_size=128, lr=1e-3, beta=1.0):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    history = History([], [], [])
    model.train()
    for _ in range(epochs):
        order = torch.randperm(len(x))
        sums = torch.zeros(3)
        for start in range(0, len(x), batch_size):
            batch = order[start : start + batch_size]
            out = model(x[batch], y[batch])
            terms = cvae_loss(out.x_logits, x[batch], out.mu, out.logvar, beta)
            optimizer.zero_grad()
            terms.loss.backward()
            optimizer.step()
            sums += len(batch) * torch.tensor([float(terms[0]), float(terms[1]), float(terms[2])])
        for values, total in zip(history, (sums / len(x)).tolist()):
            values.append(total)
    return (history.rec, history.kl, history.loss)
