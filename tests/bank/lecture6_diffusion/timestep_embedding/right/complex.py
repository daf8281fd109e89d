# by complex numbers
def timestep_embedding(t, dim):
    half = dim // 2
    w = torch.exp(-math.log(10000) * torch.arange(half) / half)
    return torch.view_as_real(torch.polar(torch.ones(len(t), half), t[:, None].float() * w)).flatten(1)
