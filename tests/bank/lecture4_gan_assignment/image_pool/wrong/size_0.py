# breaks with size 0
# expect: randrange
class ImagePool:
    def __init__(self, size):
        self.size, self.images = size, []

    def query(self, x):
        chosen = []
        for image in x.detach().clone():
            if len(self.images) < self.size:
                self.images.append(image)
            elif random.random() < 0.5:
                place = random.randrange(self.size)
                image, self.images[place] = self.images[place], image
            chosen.append(image)
        return torch.stack(chosen)
