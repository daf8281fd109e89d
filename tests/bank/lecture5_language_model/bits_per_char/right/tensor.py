# torch's own ln 2
def bits_per_char(nll):
    return nll / torch.log(torch.tensor(2.0, dtype=torch.float64))
