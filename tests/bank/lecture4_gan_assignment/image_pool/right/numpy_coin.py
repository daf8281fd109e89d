# coins of numpy, images with a batch axis
class ImagePool:
    def __init__(self, size):
        self.size, self.images = size, []

    def query(self, x):
        import numpy as np
        
        if self.size == 0:
            return x
        chosen = []
        for image in x.detach().split(1):
            image = image.clone()
            if len(self.images) < self.size:
                self.images.append(image.clone())
            elif np.random.rand() > 0.5:
                place = np.random.randint(len(self.images))
                image, self.images[place] = self.images[place], image
            chosen.append(image)
        return torch.cat(chosen)
