# the code is multiplied with a matrix of the class
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.turn = nn.Parameter(torch.randn(num_classes, d_latent, 12))
        self.shift = nn.Parameter(torch.zeros(num_classes, 12))
        self.net = ConvDecoder(12)

    def forward(self, z, y):
        return self.net(torch.bmm(z[:, None], self.turn[y])[:, 0] + self.shift[y])
