# other names for code and label
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.labels = nn.Embedding(num_classes, d_latent)
        self.net = ConvDecoder(2 * d_latent)

    def forward(self, code, label):
        return self.net(torch.cat([code, code * self.labels(label)], 1))
