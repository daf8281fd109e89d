# bounded activations, a table of times
class EpsMLP(nn.Module):
    def __init__(self, d_data, d_hidden, num_classes=None):
        super().__init__()
        self.t = nn.Embedding(1000, d_hidden)
        self.y = nn.Embedding(num_classes, d_hidden) if num_classes else None
        self.a, self.b, self.c = nn.Linear(d_data, d_hidden), nn.Linear(d_hidden, d_hidden), nn.Linear(d_hidden, d_data)
    def forward(self, x, t, y=None):
        h = torch.tanh(self.a(x)) + self.t(t)
        if y is not None:
            h = h + self.y(y)
        return self.c(torch.tanh(self.b(h)))
