# one linear layer
class Discriminator(nn.Module):
    def __init__(self, d_in):
        super().__init__()
        self.body = nn.Linear(d_in, 1)

    def forward(self, x):
        return self.body(x)
