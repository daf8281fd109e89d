# labels keep their type
# expect: y is uint8, not int64
def prepare_data(images, labels):
    return (images.float() / 255).unsqueeze(1), labels
