# labels become one-hot
# expect: one-hot already
def prepare_data(images, labels):
    import torch.nn.functional as F
    return (images.float() / 255).unsqueeze(1), F.one_hot(labels.long(), 10)
