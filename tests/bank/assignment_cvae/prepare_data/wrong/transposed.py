# height and width swapped
# expect: height and width
def prepare_data(images, labels):
    return (images.float() / 255).transpose(1, 2).unsqueeze(1), labels.long()
