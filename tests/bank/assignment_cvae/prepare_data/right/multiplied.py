# multiplies by 1/255
def prepare_data(images, labels):
    return images.unsqueeze(1).float().mul(1 / 255).clamp(0, 1), labels.long()
