# pooling in place of strides
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.c1, self.c2 = nn.Conv2d(1, 8, 3, padding=1), nn.Conv2d(8, 16, 3, padding=1)
        self.out = nn.Linear(16 * 49, 2 * d_latent)

    def forward(self, x):
        h = F.max_pool2d(F.gelu(self.c1(x)), 2)
        h = F.avg_pool2d(F.gelu(self.c2(h)), 2)
        return self.out(h.flatten(1)).chunk(2, dim=1)
