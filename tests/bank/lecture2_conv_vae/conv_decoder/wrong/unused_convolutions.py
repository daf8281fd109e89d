# convolutions are built and bypassed
# expect: the convolutions are not used
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.start, self.up = nn.Linear(d_latent, 784), nn.ConvTranspose2d(1, 1, 3, 1, 1)

    def forward(self, z):
        return self.start(z).view(-1, 1, 28, 28)
