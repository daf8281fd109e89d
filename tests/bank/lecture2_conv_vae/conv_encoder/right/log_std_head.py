# a head for log sigma, doubled
class ConvEncoder(nn.Module):
    def __init__(self, d_latent):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(1, 8, 5, 3), nn.ReLU(), nn.Dropout(0.1), nn.Flatten())
        self.mu, self.log_std = nn.Linear(512, d_latent), nn.Linear(512, d_latent)

    def forward(self, x):
        h = self.down(x)
        return self.mu(h), 2 * self.log_std(h)
