# labels get a second axis
# expect: extra axis of size 1
def prepare_data(images, labels):
    return (images.float() / 255).unsqueeze(1), labels.long().unsqueeze(1)
