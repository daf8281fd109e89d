# resized at the end
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.start = nn.Linear(d_latent, 784)
        self.up = nn.Sequential(nn.ReLU(), nn.ConvTranspose2d(16, 8, 4, 2, 1), nn.ReLU(), nn.Upsample((28, 28)), nn.Conv2d(8, 1, 3, 1, 1))

    def forward(self, z):
        return self.up(self.start(z).reshape(z.size(0), 16, 7, 7))
