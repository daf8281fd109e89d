# labels start at 1
# expect: off by one
def prepare_data(images, labels):
    return (images.float() / 255).unsqueeze(1), labels.long() + 1
