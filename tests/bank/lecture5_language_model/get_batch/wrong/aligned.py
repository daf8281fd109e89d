# starts are multiples of the block
# expect: or always the same
def get_batch(data, block, batch, generator=None):
    starts = block * torch.randint((len(data) - 1) // block, (batch, 1), generator=generator)
    places = starts + torch.arange(block)
    return data[places], data[places + 1]
