# (T, B)
# expect: transposed
def get_batch(data, block, batch, generator=None):
    starts = torch.randint(len(data) - block, (batch,), generator=generator)
    places = starts + torch.arange(block)[:, None]
    return data[places], data[places + 1]
