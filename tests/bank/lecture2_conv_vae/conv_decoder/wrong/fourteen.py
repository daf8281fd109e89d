# one step up is missing
# expect: the images are (14, 14)
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.start = nn.Linear(d_latent, 784)
        self.up = nn.Sequential(nn.ReLU(), nn.ConvTranspose2d(16, 1, 4, 2, 1))

    def forward(self, z):
        return self.up(self.start(z).view(-1, 16, 7, 7))
