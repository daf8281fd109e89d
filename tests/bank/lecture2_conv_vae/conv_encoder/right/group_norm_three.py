# three convolutions, group norm, global average
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        layers, width = [], 1
        for wider in (16, 32, 64):
            layers += [nn.Conv2d(width, wider, 3, 2, 1), nn.GroupNorm(4, wider), nn.ELU()]
            width = wider
        self.body, self.head = nn.Sequential(*layers), nn.Linear(64, 2 * d_latent)

    def forward(self, x):
        return torch.tensor_split(self.head(self.body(x).mean((2, 3))), 2, dim=-1)
