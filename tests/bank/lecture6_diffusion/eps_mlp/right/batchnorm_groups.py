# batch norm and group norm
class EpsMLP(nn.Module):
    def __init__(self, d_data, d_hidden, num_classes=None):
        super().__init__()
        self.t = nn.Sequential(nn.Linear(32, d_hidden), nn.GELU(), nn.Linear(d_hidden, d_hidden))
        self.y = nn.Embedding(num_classes, d_hidden) if num_classes else None
        self.a, self.n1 = nn.Linear(d_data, d_hidden), nn.BatchNorm1d(d_hidden)
        self.b, self.n2 = nn.Linear(d_hidden, d_hidden), nn.GroupNorm(4, d_hidden)
        self.c = nn.Linear(d_hidden, d_data)
    def forward(self, x, t, y=None):
        c = self.t(timestep_embedding(t, 32).to(x.dtype))
        if y is not None:
            c = c + self.y(y)
        h = F.leaky_relu(self.n1(self.a(x)) + c)
        return self.c(F.leaky_relu(self.n2(self.b(h)) + c))
