# y[0] for all
# expect: labels of a batch are mixed
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.k, self.decoder = num_classes, ConvDecoder(d_latent + num_classes)

    def forward(self, z, y):
        return self.decoder(torch.cat([z, one_hot(y[:1], self.k).expand(len(z), -1)], 1))
