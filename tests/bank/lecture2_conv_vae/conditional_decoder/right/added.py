# a vector for each label is added to the code, gated
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.wide = nn.Linear(d_latent, 32)
        self.table = nn.Parameter(torch.randn(num_classes, 32))
        self.decoder = ConvDecoder(32)

    def forward(self, z, y):
        return self.decoder(torch.tanh(self.wide(z)) + self.table[y])
