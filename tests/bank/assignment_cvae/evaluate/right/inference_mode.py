# inference_mode and a DataLoader
import torch


def evaluate(model, x, y):
    from torch.utils.data import DataLoader, TensorDataset

    model.eval()
    totals = {"nelbo": 0.0, "rec": 0.0, "kl": 0.0}
    with torch.inference_mode():
        for xb, yb in DataLoader(TensorDataset(x, y), batch_size=128):
            logits, mu, logvar, _ = model(xb, yb)
            loss, rec, kl = cvae_loss(logits, xb, mu, logvar)
            for name, value in zip(totals, (loss, rec, kl)):
                totals[name] += value.item() * xb.shape[0]
    return {name: value / len(x) for name, value in totals.items()}
