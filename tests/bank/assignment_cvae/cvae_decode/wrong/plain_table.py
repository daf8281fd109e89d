# the table of labels is a plain tensor: neither trained nor saved
# expect: not registered
class CVAE(nn.Module):
    def __init__(self, d_latent=16, num_classes=10):
        super().__init__()
        self.d_latent, self.num_classes = d_latent, num_classes
        self.enc_label = nn.Embedding(num_classes, 32)
        self.table = torch.randn(num_classes, 32)
        self.fc1 = nn.Linear(784 + 32, 128)
        self.mu, self.logvar = nn.Linear(128, d_latent), nn.Linear(128, d_latent)
        self.fc2, self.out = nn.Linear(d_latent + 32, 128), nn.Linear(128, 784)

    def encode(self, x, y):
        h = F.relu(self.fc1(torch.cat([x.flatten(1), self.enc_label(y)], 1)))
        return self.mu(h), self.logvar(h)

    def decode(self, z, y):
        h = F.relu(self.fc2(torch.cat([z, self.table.to(z)[y]], 1)))
        return self.out(h).view(-1, 1, 28, 28)

    def forward(self, x, y):
        mu, logvar = self.encode(x, y)
        z = reparameterize(mu, logvar)
        return VAEOutput(self.decode(z, y), mu, logvar, z)

    @torch.no_grad()
    def sample(self, y):
        z = torch.randn(len(y), self.d_latent, device=y.device)
        return torch.sigmoid(self.decode(z, y))
