# as_tensor takes both
def prepare_data(images, labels):
    x = torch.as_tensor(images).float() / 255
    return x.unsqueeze(1), torch.as_tensor(labels).long()
