# exp of bits
# expect: turned into bits
def perplexity(nll):
    return torch.exp(nll / math.log(2))
