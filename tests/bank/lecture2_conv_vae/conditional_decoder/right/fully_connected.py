# without a convolution
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.k = num_classes
        self.net = nn.Sequential(nn.Linear(d_latent + num_classes, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, 784))

    def forward(self, z, y):
        return self.net(torch.cat([F.one_hot(y, self.k).to(z), z], 1)).reshape(-1, 1, 28, 28)
