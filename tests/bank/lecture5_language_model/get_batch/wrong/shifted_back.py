# y is the token before
# expect: wrong direction
def get_batch(data, block, batch, generator=None):
    starts = torch.randint(len(data) - block, (batch, 1), generator=generator)
    places = starts + torch.arange(block)
    return data[places + 1], data[places]
