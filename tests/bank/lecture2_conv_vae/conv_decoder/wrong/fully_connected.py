# no convolution
# expect: the decoder is fully connected
class ConvDecoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(d_latent, 64), nn.ReLU(), nn.Linear(64, 784), nn.Unflatten(1, (1, 28, 28)))

    def forward(self, z):
        return self.net(z)
