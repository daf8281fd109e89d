# patches and attention
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.patches = nn.Conv2d(1, 16, 4, 4)
        self.place = nn.Parameter(torch.zeros(49, 16))
        self.mix = nn.TransformerEncoderLayer(16, 2, 32, batch_first=True)
        self.out = nn.Linear(16, 2 * d_latent)

    def forward(self, x):
        tokens = self.patches(x).flatten(2).transpose(1, 2) + self.place
        return self.out(self.mix(tokens).mean(1)).tensor_split(2, dim=1)
