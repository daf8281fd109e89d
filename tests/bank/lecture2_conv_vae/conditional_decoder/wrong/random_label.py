# a random label in place of the one given
# expect: drawn at random
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.k, self.decoder = num_classes, ConvDecoder(d_latent + num_classes)

    def forward(self, z, y):
        y = torch.randint(0, self.k, y.shape)
        return self.decoder(torch.cat([z, one_hot(y, self.k)], 1))
