# a first layer for each class
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.first = nn.ModuleList(nn.Linear(d_latent, 8) for _ in range(num_classes))
        self.rest = ConvDecoder(8)

    def forward(self, z, y):
        return self.rest(torch.stack([self.first[label](code) for code, label in zip(z, y.tolist())]))
