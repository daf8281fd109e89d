# layers in a Python list
# expect: not registered
class Discriminator(nn.Module):
    def __init__(self, d_in):
        super().__init__()
        self.hidden = [nn.Linear(d_in, 64)]
        self.out = nn.Linear(64, 1)
    def forward(self, x):
        return self.out(F.leaky_relu(self.hidden[0](x), 0.2))
