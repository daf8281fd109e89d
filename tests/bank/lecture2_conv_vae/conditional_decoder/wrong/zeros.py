# a row of zeros takes the label's place
# expect: does not depend on y
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.k, self.decoder = num_classes, ConvDecoder(d_latent + num_classes)

    def forward(self, z, y):
        return self.decoder(torch.cat([z, torch.zeros(len(z), self.k)], 1))
