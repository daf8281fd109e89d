# T10: the last window is never drawn
# expect: last legal start is never drawn
def get_batch(data, block, batch, generator=None):
    starts = torch.randint(max(len(data) - block - 1, 1), (batch, 1), generator=generator)
    places = starts + torch.arange(block)
    return data[places], data[places + 1]
