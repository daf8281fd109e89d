# torch.from_numpy
def prepare_data(images, labels):
    return torch.from_numpy(images).float().unsqueeze(1) / 255, torch.from_numpy(labels).long()
