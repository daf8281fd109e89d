# // in place of /
# expect: whole-number
def prepare_data(images, labels):
    return (images // 255).float().unsqueeze(1), labels.long()
