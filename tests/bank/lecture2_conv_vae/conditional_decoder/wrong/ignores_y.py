# the label is not used
# expect: does not depend on y
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.decoder = ConvDecoder(d_latent)

    def forward(self, z, y):
        return self.decoder(z)
