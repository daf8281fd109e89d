# the generator is not used
# expect: generator is not used
def get_batch(data, block, batch, generator=None):
    starts = torch.randint(len(data) - block, (batch, 1))
    places = starts + torch.arange(block)
    return data[places], data[places + 1]
