# pixels keep 0..255
# expect: not scaled
def prepare_data(images, labels):
    return images.float().unsqueeze(1), labels.long()
