# the first weights are no parameter
# expect: not registered
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.first = torch.randn(d_latent, 784, requires_grad=True)
        self.up = nn.Sequential(nn.ReLU(), nn.ConvTranspose2d(16, 8, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(8, 1, 4, 2, 1))

    def forward(self, z):
        return self.up((z @ self.first).view(-1, 16, 7, 7))
