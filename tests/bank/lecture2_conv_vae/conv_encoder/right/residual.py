# residual blocks, dilated and separable convolutions, max pooling
class Block(nn.Module):
    def __init__(self, width, dilation):
        super().__init__()
        self.each = nn.Conv2d(width, width, 3, padding=dilation, dilation=dilation, groups=width)
        self.across = nn.Conv2d(width, width, 1)

    def forward(self, h):
        return h + self.across(F.mish(self.each(h)))


class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(1, 12, 7, 2, 3), Block(12, 1), nn.MaxPool2d(2), Block(12, 2), nn.Dropout2d(0.2))
        self.heads = nn.ModuleDict({name: nn.Sequential(nn.Flatten(), nn.Linear(588, d_latent)) for name in ("mu", "logvar")})

    def forward(self, x):
        h = self.body(2 * x - 1)
        return tuple(head(h) for head in self.heads.values())
