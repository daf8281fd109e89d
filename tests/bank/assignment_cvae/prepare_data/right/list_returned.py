# returns a list
def prepare_data(images, labels):
    return [images.unsqueeze(1) / 255.0, labels.long()]
