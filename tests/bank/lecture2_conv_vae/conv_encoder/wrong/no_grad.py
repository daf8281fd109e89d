# without gradients
# expect: gradient does not reach x
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(1, 8, 4, 2, 1), nn.ReLU(), nn.Conv2d(8, 16, 4, 2, 1), nn.ReLU(), nn.Flatten())
        self.out = nn.Linear(784, 2 * d_latent)

    @torch.no_grad()
    def forward(self, x):
        return self.out(self.down(x)).chunk(2, dim=1)
