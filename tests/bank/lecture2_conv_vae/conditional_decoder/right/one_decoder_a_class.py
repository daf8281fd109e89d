# a decoder for each class
class ConditionalDecoder(nn.Module):
    def __init__(self, d_latent, num_classes):
        super().__init__()
        self.nets = nn.ModuleList([nn.Sequential(nn.Linear(d_latent, 40), nn.Tanh(), nn.Linear(40, 784)) for _ in range(num_classes)])

    def forward(self, z, y):
        out = z.new_zeros(len(z), 784)
        for k, net in enumerate(self.nets):
            out[y == k] = net(z[y == k])
        return out.view(-1, 1, 28, 28)
