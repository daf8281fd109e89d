# batch statistics in eval mode
# expect: samples of a batch are mixed
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.k, self.decoder = num_classes, ConvDecoder(d_latent + num_classes)

    def forward(self, z, y):
        joined = torch.cat([z, one_hot(y, self.k)], 1)
        return self.decoder(joined - joined.mean(0, keepdim=True))
