# divided by the maximum of the data
# expect: divided by their maximum
def prepare_data(images, labels):
    x = images.float()
    return (x / x.max()).unsqueeze(1), labels.long()
