# only the first 100 images
# expect: N
import torch
def prepare_data(images, labels):
    return torch.as_tensor(images)[:100, None].float() / 255, torch.as_tensor(labels)[:100].long()
