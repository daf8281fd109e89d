# v2.functional.to_dtype
def prepare_data(images, labels):
    from torchvision.transforms.v2.functional import to_dtype
    return to_dtype(images.unsqueeze(1), torch.float32, scale=True), labels.long()
