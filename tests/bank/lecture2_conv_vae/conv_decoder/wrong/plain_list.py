# layers in a plain list
# expect: not registered
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.start = nn.Linear(d_latent, 784)
        self.ups = [nn.ConvTranspose2d(16, 8, 4, 2, 1), nn.ConvTranspose2d(8, 1, 4, 2, 1)]

    def forward(self, z):
        h = self.start(z).view(-1, 16, 7, 7)
        for up in self.ups:
            h = up(F.relu(h))
        return h
