# all pools share a list
# expect: share
class ImagePool:
    images = []

    def __init__(self, size):
        self.size = size

    def query(self, x):
        chosen = []
        for image in x.detach().clone():
            if len(ImagePool.images) < self.size:
                ImagePool.images.append(image)
            elif self.size and random.random() < 0.5:
                place = random.randrange(self.size)
                image, ImagePool.images[place] = ImagePool.images[place], image
            chosen.append(image)
        return torch.stack(chosen)
