# labels become floats
# expect: y is float32, not int64
def prepare_data(images, labels):
    return (images.float() / 255).unsqueeze(1), labels.float()
