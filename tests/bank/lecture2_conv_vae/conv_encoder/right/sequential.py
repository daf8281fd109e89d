# the body derives from nn.Sequential, and so does the encoder
class Split(nn.Module):
    def forward(self, h):
        return h.chunk(2, dim=1)


class ConvEncoder(nn.Sequential):
    def __init__(self, d_latent):
        super().__init__(nn.Conv2d(1, 8, 4, 4), nn.ReLU(), nn.Flatten(), nn.Linear(392, 2 * d_latent), Split())
