# black and white swapped
# expect: black and white are swapped
def prepare_data(images, labels):
    return 1 - (images.float() / 255).unsqueeze(1), labels.long()
