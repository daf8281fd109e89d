# image by image
def prepare_data(images, labels):
    x = torch.stack([image.float()[None] / 255 for image in images])
    return x, torch.tensor([int(label) for label in labels])
