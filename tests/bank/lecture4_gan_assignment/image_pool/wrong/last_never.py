# the last place is never drawn
# expect: places of the pool are never drawn
class ImagePool:
    def __init__(self, size):
        self.size, self.images = size, []

    def query(self, x):
        chosen = []
        for image in x.detach().clone():
            if len(self.images) < self.size:
                self.images.append(image)
            elif self.size and random.random() < 0.5:
                place = random.randrange(max(self.size - 1, 1))
                image, self.images[place] = self.images[place], image
            chosen.append(image)
        return torch.stack(chosen)
