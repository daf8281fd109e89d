# a table of times, dropout
class EpsMLP(nn.Module):
    def __init__(self, d_data, d_hidden, num_classes=None):
        super().__init__()
        self.time, self.drop = nn.Embedding(1000, d_hidden), nn.Dropout(0.1)
        self.label = nn.Embedding(num_classes or 1, d_hidden)
        self.a, self.b, self.c = nn.Linear(d_data, d_hidden), nn.Linear(d_hidden, d_hidden), nn.Linear(d_hidden, d_data)

    def forward(self, x, t, y=None):
        h = self.a(x) + self.time(t) + (0 if y is None else self.label(y))
        return self.c(self.drop(F.mish(self.b(F.mish(h)))))
