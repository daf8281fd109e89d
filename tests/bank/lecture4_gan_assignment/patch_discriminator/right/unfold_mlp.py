# patches by unfold, one MLP for all
class PatchDiscriminator(nn.Module):
    def __init__(self, c_in, patch=8, stride=4):
        super().__init__()
        self.patch, self.stride = patch, stride
        self.mlp = nn.Sequential(nn.Linear(c_in * patch * patch, 32), nn.GELU(), nn.Linear(32, 1))
    def forward(self, x, **kwargs):
        h = (x.shape[2] - self.patch) // self.stride + 1
        columns = F.unfold(x, self.patch, stride=self.stride).transpose(1, 2)
        return self.mlp(columns).transpose(1, 2).unflatten(2, (h, -1))
