# dropout in eval mode
# expect: dropout is active in eval mode
class Decoder(nn.Module):
    def __init__(self, d_latent, d_hidden, d_out):
        super().__init__()
        self.hidden = nn.Linear(d_latent, d_hidden)
        self.out = nn.Linear(d_hidden, d_out)

    def forward(self, z):
        return self.out(F.dropout(torch.relu(self.hidden(z)), 0.3))
