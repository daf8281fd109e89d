# spectral norm
from torch.nn.utils.parametrizations import spectral_norm, weight_norm
class EpsMLP(nn.Module):
    def __init__(self, d_data, d_hidden, num_classes=None):
        super().__init__()
        self.t = spectral_norm(nn.Linear(32, d_hidden))
        self.y = nn.Embedding(num_classes, d_hidden) if num_classes else None
        self.a, self.b, self.c = spectral_norm(nn.Linear(d_data, d_hidden)), spectral_norm(nn.Linear(d_hidden, d_hidden)), spectral_norm(nn.Linear(d_hidden, d_data))
    def forward(self, x, t, y=None):
        c = self.t(timestep_embedding(t, 32).to(x.dtype))
        if y is not None:
            c = c + self.y(y)
        return self.c(F.softplus(self.b(F.softplus(self.a(x) + c))))
