# z is not used
# expect: does not depend on z
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.k, self.decoder = num_classes, ConvDecoder(num_classes)

    def forward(self, z, y):
        return self.decoder(one_hot(y, self.k))
