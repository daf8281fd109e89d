# FiLM, starting at the identity
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.start, self.film = nn.Linear(d_latent, 16 * 49), nn.Embedding(num_classes, 32)
        nn.init.zeros_(self.film.weight)
        self.up = nn.Sequential(nn.ReLU(), nn.ConvTranspose2d(16, 8, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(8, 1, 4, 2, 1))

    def forward(self, z, y):
        maps = self.start(z).view(-1, 16, 7, 7)
        scale, shift = self.film(y)[:, :, None, None].chunk(2, 1)
        return self.up(maps * (1 + scale) + shift)
