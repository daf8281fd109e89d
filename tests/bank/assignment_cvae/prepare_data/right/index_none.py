# None index and type()
def prepare_data(images, labels):
    return images[:, None].type(torch.float32) / 255.0, labels.type(torch.LongTensor)
