# resets the seed
# expect: seed
import torch
def prepare_data(images, labels):
    torch.manual_seed(0)
    return torch.as_tensor(images)[:, None].float() / 255, torch.as_tensor(labels).long()
