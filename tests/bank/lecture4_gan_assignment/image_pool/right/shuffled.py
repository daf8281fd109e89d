# a shuffled list, popped
class ImagePool:
    def __init__(self, size):
        self.size, self.images = size, []

    def query(self, x):
        chosen = []
        for image in x.detach():
            if len(self.images) >= self.size > 0 and random.random() >= 0.5:
                random.shuffle(self.images)
                chosen.append(self.images.pop())
                self.images.append(image.clone())
            else:
                if len(self.images) < self.size:
                    self.images.append(image.clone())
                chosen.append(image)
        return torch.stack(chosen)
