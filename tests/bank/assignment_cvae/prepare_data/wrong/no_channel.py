# channel axis missing
# expect: axis channel is missing
def prepare_data(images, labels):
    return images.float() / 255, labels.long()
