# rows in reverse order
# expect: samples of a batch are mixed
class Decoder(nn.Module):
    def __init__(self, d_latent, d_hidden, d_out):
        super().__init__()
        self.hidden = nn.Linear(d_latent, d_hidden)
        self.out = nn.Linear(d_hidden, d_out)

    def forward(self, z):
        return self.out(torch.relu(self.hidden(z))).flip(0)
