# batch norm, which counts in eval mode
class Encoder(nn.Module):
    def __init__(self, d_in, d_hidden, d_latent):
        super().__init__()
        self.hidden = nn.Linear(d_in, d_hidden)
        self.mu = nn.Linear(d_hidden, d_latent)
        self.logvar = nn.Linear(d_hidden, d_latent)
        self.norm = nn.BatchNorm1d(d_hidden)

    def forward(self, x):
        h = torch.tanh(self.norm(self.hidden(x)))
        return self.mu(h), self.logvar(h)
