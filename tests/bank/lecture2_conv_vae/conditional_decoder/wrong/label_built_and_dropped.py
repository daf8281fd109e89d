# the label is joined, and the decoder gets z
# expect: does not depend on y
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.k, self.decoder = num_classes, ConvDecoder(d_latent)

    def forward(self, z, y):
        joined = torch.cat([z, one_hot(y, self.k)], 1)
        return self.decoder(joined[:, : z.shape[1]])
