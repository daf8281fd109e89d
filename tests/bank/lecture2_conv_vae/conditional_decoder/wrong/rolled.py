# labels of the sample before
# expect: the sample before
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.table, self.decoder = nn.Embedding(num_classes, 5), ConvDecoder(d_latent + 5)

    def forward(self, z, y):
        return self.decoder(torch.cat([z, self.table(y.roll(1))], 1))
