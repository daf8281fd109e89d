# labels as extra planes of the 7x7 grid, GroupNorm
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes, width=16):
        super().__init__()
        self.num_classes = num_classes
        self.fc = nn.Linear(d_latent, width * 49)
        self.up = nn.Sequential(nn.ConvTranspose2d(width + num_classes, width, 4, 2, 1), nn.GroupNorm(4, width), nn.SiLU(), nn.ConvTranspose2d(width, 1, 4, 2, 1))
    def forward(self, z, y):
        h = self.fc(z).view(-1, 16, 7, 7)
        planes = one_hot(y, self.num_classes).to(h)[:, :, None, None].expand(-1, -1, 7, 7)
        return self.up(torch.cat([h, planes], 1))
