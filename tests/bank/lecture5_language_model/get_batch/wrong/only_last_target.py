# y is one token a row
# expect: shape
def get_batch(data, block, batch, generator=None):
    starts = torch.randint(len(data) - block, (batch, 1), generator=generator)
    return data[starts + torch.arange(block)], data[starts[:, 0] + block]
