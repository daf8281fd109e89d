# channel axis last
# expect: looks transposed
def prepare_data(images, labels):
    return (images.float() / 255).unsqueeze(-1), labels.long()
