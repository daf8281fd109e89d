# F.conv2d with its own weights
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.w1, self.w2 = nn.Parameter(0.2 * torch.randn(8, 1, 4, 4)), nn.Parameter(0.1 * torch.randn(16, 8, 4, 4))
        self.out = nn.Linear(784, 2 * d_latent)

    def forward(self, x):
        h = F.conv2d(F.conv2d(x, self.w1, stride=2, padding=1).relu(), self.w2, stride=2, padding=1).relu()
        mu, logvar = self.out(h.flatten(1)).chunk(2, 1)
        return mu, logvar
