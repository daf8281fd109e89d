# concatenates, one-hot labels
class EpsMLP(nn.Module):
    def __init__(self, d_data, d_hidden, num_classes=None):
        super().__init__()
        self.k = num_classes or 0
        self.net = nn.Sequential(nn.Linear(d_data + 16 + self.k, d_hidden), nn.GELU(), nn.Linear(d_hidden, d_hidden), nn.GELU(), nn.Linear(d_hidden, d_data))

    def forward(self, x, t, y=None):
        parts = [x, timestep_embedding(t, 16).to(x)]
        if self.k:
            parts.append(F.one_hot(y, self.k).to(x))
        return self.net(torch.cat(parts, -1))
