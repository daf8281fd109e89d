# y is two places later
# expect: two places later
def get_batch(data, block, batch, generator=None):
    starts = torch.randint(max(len(data) - block - 1, 1), (batch, 1), generator=generator)
    places = starts + torch.arange(block)
    return data[places], data[(places + 2).clamp(max=len(data) - 1)]
