# attention over tokens of x, t and y
class EpsMLP(nn.Module):
    def __init__(self, d_data, d_hidden, num_classes=None):
        super().__init__()
        self.x, self.t = nn.Linear(d_data, d_hidden), nn.Linear(32, d_hidden)
        self.y = nn.Embedding(num_classes, d_hidden) if num_classes else None
        self.enc = nn.TransformerEncoderLayer(d_hidden, 4, 48, dropout=0.1, batch_first=True)
        self.c = nn.Linear(d_hidden, d_data)
    def forward(self, x, t, y=None):
        tokens = [self.x(x), self.t(timestep_embedding(t, 32).to(x.dtype))]
        if y is not None:
            tokens.append(self.y(y))
        return self.c(self.enc(torch.stack(tokens, 1))[:, 0])
