# a table of 256 grey values, by index
import torch
GREY = torch.linspace(0, 1, 256)
prepare_data = lambda images, labels: (GREY[torch.as_tensor(images).long()][:, None], torch.as_tensor(labels).clone().long())
