# only odd or even is told
# expect: some labels are treated alike
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.decoder = ConvDecoder(d_latent + 1)

    def forward(self, z, y):
        return self.decoder(torch.cat([z, (y[:, None] % 2).to(z)], 1))
