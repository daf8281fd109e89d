# strided dilated depthwise convolutions, mean pooling, a tuple head module
class ConvEncoder(nn.Module):
    def __init__(self, d_latent, *, width=16):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, width, 5, 2, 2), nn.ELU(), nn.Conv2d(width, width, 3, 2, 2, dilation=2, groups=width), nn.Conv2d(width, 2 * width, 1), nn.InstanceNorm2d(2 * width, affine=True), nn.ELU())
        self.head = nn.ModuleDict({"mu": nn.LazyLinear(d_latent), "logvar": nn.LazyLinear(d_latent)})
    def forward(self, x):
        h = self.features(x).flatten(1)
        return tuple(head(h) for head in self.head.values())
