# a ReLU ends it
# expect: ReLU or softplus ends the decoder
class Decoder(nn.Module):
    def __init__(self, d_latent, d_hidden, d_out):
        super().__init__()
        self.hidden = nn.Linear(d_latent, d_hidden)
        self.out = nn.Linear(d_hidden, d_out)

    def forward(self, z):
        return torch.relu(self.out(torch.relu(self.hidden(z))))
