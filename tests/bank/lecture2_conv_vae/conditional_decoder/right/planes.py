# a plane for each label
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.start, self.classes = nn.Linear(d_latent, 16 * 49), num_classes
        self.up = nn.Sequential(
            nn.ConvTranspose2d(16 + num_classes, 8, 4, 2, 1), nn.ELU(), nn.ConvTranspose2d(8, 1, 4, 2, 1)
        )

    def forward(self, z, y):
        maps = F.elu(self.start(z).view(-1, 16, 7, 7))
        planes = one_hot(y, self.classes)[:, :, None, None].expand(-1, -1, 7, 7)
        return self.up(torch.cat([maps, planes], 1))
