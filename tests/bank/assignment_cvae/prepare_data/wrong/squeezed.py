# a batch of one loses its axis
# expect: axes are missing
def prepare_data(images, labels):
    x = (images.float() / 255).squeeze()
    if x.dim() == 3:
        return x.unsqueeze(1), labels.long()
    return x, labels.long()
