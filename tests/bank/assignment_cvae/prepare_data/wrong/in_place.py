# input changed in place
# expect: changed its input
def prepare_data(images, labels):
    images //= 2
    return (images.float() / 127).clamp(0, 1).unsqueeze(1), labels.long()
