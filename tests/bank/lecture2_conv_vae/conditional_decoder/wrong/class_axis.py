# one image for every class
# expect: axis N has size
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.k, self.decoder = num_classes, ConvDecoder(d_latent + num_classes)

    def forward(self, z, y):
        every = z.repeat_interleave(self.k, 0)
        return self.decoder(torch.cat([every, torch.eye(self.k).repeat(len(z), 1)], 1))
