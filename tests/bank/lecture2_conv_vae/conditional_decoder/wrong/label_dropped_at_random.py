# the label is dropped at random, in eval mode too
# expect: two calls give the same
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.k, self.decoder = num_classes, ConvDecoder(d_latent + num_classes)

    def forward(self, z, y):
        kept = (torch.rand(len(y), 1) > 0.5).to(z)
        return self.decoder(torch.cat([z, kept * one_hot(y, self.k)], 1))
