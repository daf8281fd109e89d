# labels forgotten
# expect: only one value
def prepare_data(images, labels):
    return (images.float() / 255).unsqueeze(1)
