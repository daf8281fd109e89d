# a learned vector for each label
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.labels = nn.Embedding(num_classes, 5)
        self.net = ConvDecoder(d_latent + 5)

    def forward(self, z, y):
        return self.net(torch.cat((z, self.labels(y)), dim=1))
