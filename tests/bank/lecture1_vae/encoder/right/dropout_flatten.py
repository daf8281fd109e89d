# dropout, and flattens
class Encoder(nn.Module):
    def __init__(self, d_in, d_hidden, d_latent):
        super().__init__()
        self.hidden = nn.Linear(d_in, d_hidden)
        self.mu = nn.Linear(d_hidden, d_latent)
        self.logvar = nn.Linear(d_hidden, d_latent)
        self.drop = nn.Dropout(0.2)

    def forward(self, x):
        h = self.drop(F.silu(self.hidden(x.flatten(1))))
        return self.mu(h), self.logvar(h)
