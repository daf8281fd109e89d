# the hidden layer is kept in a plain list
# expect: not registered
class Encoder(nn.Module):
    def __init__(self, d_in, d_hidden, d_latent):
        super().__init__()
        self.layers = [nn.Linear(d_in, d_hidden)]
        self.mu, self.logvar = nn.Linear(d_hidden, d_latent), nn.Linear(d_hidden, d_latent)
    def forward(self, x):
        for layer in self.layers:
            x = torch.relu(layer(x))
        return self.mu(x), self.logvar(x)
