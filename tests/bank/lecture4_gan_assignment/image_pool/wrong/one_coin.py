# one coin a batch
# expect: one coin
class ImagePool:
    def __init__(self, size):
        self.size, self.images = size, []

    def query(self, x):
        coin, chosen = random.random() < 0.5, []
        for image in x.detach().clone():
            if len(self.images) < self.size:
                self.images.append(image)
            elif self.size and coin:
                place = random.randrange(self.size)
                image, self.images[place] = self.images[place], image
            chosen.append(image)
        return torch.stack(chosen)
