# y equals x
# expect: y equals x
def get_batch(data, block, batch, generator=None):
    starts = torch.randint(len(data) - block, (batch, 1), generator=generator)
    places = starts + torch.arange(block)
    return data[places], data[places]
