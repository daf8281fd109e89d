# images and labels in different order
# expect: in another order
def prepare_data(images, labels):
    return (images.float() / 255).unsqueeze(1), labels.long().flip(0)
