# labels above 4 count as 4
# expect: some labels are treated alike
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.k, self.decoder = num_classes, ConvDecoder(d_latent + num_classes)

    def forward(self, z, y):
        return self.decoder(torch.cat([z, one_hot(y.clamp(max=4), self.k)], 1))
