# other argument name, torch.rand coins, stacked buffer
class ImagePool:
    def __init__(self, size, *, generator=None):
        self.size, self.kept = size, []
    @torch.no_grad()
    def query(self, images):
        if not self.size:
            return images
        out = []
        for image in images:
            image = image[None].clone()
            if len(self.kept) < self.size:
                self.kept.append(image); out.append(image)
            elif torch.rand(()) > 0.5:
                k = torch.randint(self.size, ()).item()
                out.append(self.kept[k].clone()); self.kept[k] = image
            else:
                out.append(image)
        return torch.cat(out)
