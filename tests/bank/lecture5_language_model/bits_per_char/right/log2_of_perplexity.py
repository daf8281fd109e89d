# log2 of the perplexity
def bits_per_char(nll):
    return torch.log2(torch.exp(torch.as_tensor(nll, dtype=torch.float64)))
