# the label overwrites the first numbers of z
# expect: a part of the code is not used
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.labels, self.decoder = nn.Embedding(num_classes, 1), ConvDecoder(d_latent + 1)

    def forward(self, z, y):
        tail = z[:, 1:]
        return self.decoder(torch.cat([self.labels(y), self.labels(y), tail], 1))
