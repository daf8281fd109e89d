# transposed convolutions, cropped
class TranslationGenerator(nn.Module):
    def __init__(self, c_in, c_out):
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(c_in, 8, 3, 2, 1), nn.ReLU(), nn.ConvTranspose2d(8, c_out, 4, 2, 1))

    def forward(self, x):
        return self.net(x)[:, :, : x.shape[2], : x.shape[3]].sigmoid()
