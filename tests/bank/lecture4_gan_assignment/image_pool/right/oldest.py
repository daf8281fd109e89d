# the oldest is returned
class ImagePool:
    def __init__(self, size):
        self.size, self.images = size, []

    def query(self, x):
        chosen = []
        for image in x.detach().clone():
            if len(self.images) < self.size:
                self.images.append(image)
            elif self.size and torch.rand(()) < 0.5:
                self.images.append(image)
                image = self.images.pop(0)
            chosen.append(image)
        return torch.stack(chosen)
