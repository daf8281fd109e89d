# frozen random waves of t, sine activations
class EpsMLP(nn.Module):
    def __init__(self, d_data, d_hidden, num_classes=None):
        super().__init__()
        self.w = nn.Parameter(torch.randn(16) * 0.3, requires_grad=False)
        self.y = nn.Parameter(torch.randn(num_classes, d_hidden)) if num_classes else None
        self.a, self.b, self.c = nn.Linear(d_data + 32, d_hidden), nn.Linear(d_hidden, d_hidden), nn.Linear(d_hidden, d_data)
    def forward(self, x, t, y=None):
        p = t[:, None].to(x.dtype) * self.w
        h = self.a(torch.cat([x, p.sin(), p.cos()], 1))
        if y is not None:
            h = h + self.y[y]
        return self.c(torch.sin(self.b(torch.sin(h))))
