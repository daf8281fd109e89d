# the stored image stays
# expect: new one must take its place
class ImagePool:
    def __init__(self, size):
        self.size, self.images = size, []

    def query(self, x):
        chosen = []
        for image in x.detach().clone():
            if len(self.images) < self.size:
                self.images.append(image)
            elif self.size and random.random() < 0.5:
                place = random.randrange(self.size)
                image = self.images[place]
            chosen.append(image)
        return torch.stack(chosen)
