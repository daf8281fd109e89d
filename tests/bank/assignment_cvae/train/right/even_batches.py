# batches of equal size, no larger than batch_size
def train(model, x, y, epochs, batch_size=128, lr=1e-3, beta=1.0):
    history, optimizer = History([], [], []), torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(epochs):
        seen = []
        for rows in torch.randperm(len(x)).tensor_split(-(-len(x) // batch_size)):
            output = model(x[rows], y[rows])
            terms = cvae_loss(output[0], x[rows], output[1], output[2], beta)
            optimizer.zero_grad()
            terms.loss.backward()
            optimizer.step()
            seen.append(len(rows) * torch.tensor([float(term.detach()) for term in terms]))
        for values, total in zip(history, sum(seen) / len(x)):
            values.append(float(total))
    return history
