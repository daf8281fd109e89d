# TensorDataset, DataLoader of odd size, running mean by Welford
import torch
from torch.utils.data import DataLoader, TensorDataset
def evaluate(model, x, y, *, batch_size=77, **kwargs):
    was = model.training
    model.eval()
    n, mean = 0, torch.zeros(2, dtype=torch.float64)
    with torch.no_grad():
        for xb, yb in DataLoader(TensorDataset(x, y), batch_size=batch_size):
            logits, mu, logvar, _ = model(xb, yb)
            each = torch.stack([bernoulli_nll(logits, xb), gaussian_kl(mu, logvar)], 1).double()
            n += len(xb)
            mean += (each.mean(0) - mean) * len(xb) / n
    model.train(was)
    rec, kl = mean.tolist()
    return dict(nelbo=rec + kl, rec=rec, kl=kl)
