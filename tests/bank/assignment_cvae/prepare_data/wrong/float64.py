# float64 in place of float32
# expect: float64, not float32
def prepare_data(images, labels):
    return (images.double() / 255).unsqueeze(1), labels.long()
