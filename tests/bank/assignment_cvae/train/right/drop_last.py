# DataLoader that drops the last batch
import torch
from torch.utils.data import DataLoader, TensorDataset


def train(model, x, y, epochs, batch_size=128, lr=1e-3, beta=1.0):
    loader = DataLoader(TensorDataset(x, y), batch_size=batch_size, shuffle=True, drop_last=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses, recs, kls = [], [], []
    for epoch in range(epochs):
        model.train()
        total = {"loss": 0.0, "rec": 0.0, "kl": 0.0}
        for images, labels in loader:
            device = next(model.parameters()).device
            images, labels = images.to(device), labels.to(device)
            optimizer.zero_grad()
            x_logits, mu, logvar, z = model(images, labels)
            loss, rec, kl = cvae_loss(x_logits, images, mu, logvar, beta=beta)
            loss.backward()
            optimizer.step()
            total["loss"] += loss.item()
            total["rec"] += rec.item()
            total["kl"] += kl.item()
        losses.append(total["loss"] / len(loader))
        recs.append(total["rec"] / len(loader))
        kls.append(total["kl"] / len(loader))
    return History(losses, recs, kls)
