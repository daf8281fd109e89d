# scaled to [-1, 1]
# expect: [-1, 1]
def prepare_data(images, labels):
    return (images.float() / 127.5 - 1).unsqueeze(1), labels.long()
