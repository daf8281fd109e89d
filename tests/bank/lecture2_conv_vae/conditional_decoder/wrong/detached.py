# z without gradient
# expect: gradient does not reach z
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.k, self.decoder = num_classes, ConvDecoder(d_latent + num_classes)

    def forward(self, z, y):
        return self.decoder(torch.cat([z.detach(), one_hot(y, self.k)], 1))
