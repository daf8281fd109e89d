# down, residual blocks, up by resize, reflect padding, tanh shifted
class TranslationGenerator(nn.Module):
    def __init__(self, c_in, c_out, *, width=12):
        super().__init__()
        self.inp = nn.Conv2d(c_in, width, 7, padding=3, padding_mode="reflect")
        self.down = nn.Conv2d(width, width, 3, 2, 1)
        self.res = nn.ModuleList(nn.Conv2d(width, width, 3, padding=1) for _ in range(2))
        self.norm = nn.GroupNorm(3, width)
        self.out = nn.Conv2d(width, c_out, 7, padding=3)
    def forward(self, x):
        h = F.relu(self.inp(x)); d = F.relu(self.norm(self.down(h)))
        for r in self.res: d = d + F.relu(r(d))
        up = F.interpolate(d, size=x.shape[-2:], mode="nearest") + h
        return (torch.tanh(self.out(up)) + 1) / 2
