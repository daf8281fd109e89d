# numpy
import numpy as np


def class_means(mu, y, num_classes):
    codes, labels = mu.detach().numpy(), y.numpy()
    return torch.from_numpy(np.vstack([codes[labels == k].mean(0) for k in range(num_classes)]))
