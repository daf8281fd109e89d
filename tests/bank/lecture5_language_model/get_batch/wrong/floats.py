# T12: ids as floats
# expect: int64
def get_batch(data, block, batch, generator=None):
    starts = torch.randint(len(data) - block, (batch, 1), generator=generator)
    places = starts + torch.arange(block)
    return data[places].float(), data[places + 1].float()
