# the mean of the labels of the batch
# expect: labels of a batch are mixed
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.k, self.decoder = num_classes, ConvDecoder(d_latent + num_classes)

    def forward(self, z, y):
        hot = one_hot(y, self.k)
        weights = torch.arange(1, len(y) + 1)[:, None] * hot
        return self.decoder(torch.cat([z, weights.mean(0, keepdim=True).expand(len(z), -1)], 1))
