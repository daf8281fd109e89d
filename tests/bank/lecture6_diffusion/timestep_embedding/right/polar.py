# pairs of polar numbers
def timestep_embedding(t, dim):
    w = torch.logspace(0, -4, dim // 2, dtype=torch.float64)
    return torch.view_as_real(torch.polar(torch.ones(len(t), dim // 2, dtype=torch.float64), torch.outer(t.double(), w))).flatten(1)
