# a table of label vectors that is no parameter
# expect: not registered
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.table = torch.randn(num_classes, 6, requires_grad=True)
        self.decoder = ConvDecoder(d_latent + 6)

    def forward(self, z, y):
        return self.decoder(torch.cat([z, self.table[y]], 1))
