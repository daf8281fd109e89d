# one head for both
# expect: one shared head
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(1, 8, 4, 2, 1), nn.ReLU(), nn.Conv2d(8, 16, 4, 2, 1), nn.ReLU(), nn.Flatten())
        self.head = nn.Linear(784, d_latent)

    def forward(self, x):
        h = self.head(self.down(x))
        return h, h
