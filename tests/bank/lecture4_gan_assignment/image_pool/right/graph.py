# keeps the graph of what it stores, which only costs memory
class ImagePool:
    def __init__(self, size):
        self.size, self.images = size, []
    def query(self, x):
        out = []
        for image in x.clone():
            if len(self.images) < self.size: self.images.append(image)
            elif self.size and random.random() < 0.5:
                k = random.randrange(self.size); image, self.images[k] = self.images[k], image
            out.append(image)
        return torch.stack(out)
