# dropout that is never switched off
# expect: dropout is active in eval mode
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.start = nn.Linear(d_latent, 784)
        self.up = nn.Sequential(nn.ReLU(), nn.ConvTranspose2d(16, 8, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(8, 1, 4, 2, 1))

    def forward(self, z):
        return self.up(F.dropout(self.start(z), 0.2).view(-1, 16, 7, 7))
