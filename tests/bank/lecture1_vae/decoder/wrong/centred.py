# centred over the batch
# expect: samples of a batch are mixed
class Decoder(nn.Module):
    def __init__(self, d_latent, d_hidden, d_out):
        super().__init__()
        self.hidden = nn.Linear(d_latent, d_hidden)
        self.out = nn.Linear(d_hidden, d_out)

    def forward(self, z):
        h = torch.relu(self.hidden(z))
        return self.out(h - h.mean(0) + 1)
