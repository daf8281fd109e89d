# a deque, its oldest first
class ImagePool:
    def __init__(self, size):
        from collections import deque
        
        self.size, self.images = size, deque()

    def query(self, x):
        chosen = []
        for image in x:
            kept = image.detach().clone()
            if len(self.images) < self.size:
                self.images.append(kept)
            elif self.size and random.choice([True, False]):
                kept, image = image.detach().clone(), self.images.popleft()
                self.images.append(kept)
            chosen.append(image)
        return torch.stack(chosen)
