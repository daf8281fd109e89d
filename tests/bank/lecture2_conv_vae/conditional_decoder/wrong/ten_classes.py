# always ten classes
# expect: out of range
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.labels, self.decoder = nn.Embedding(10, 10), ConvDecoder(d_latent + 10)

    def forward(self, z, y):
        return self.decoder(torch.cat([z, self.labels(y)], 1))
