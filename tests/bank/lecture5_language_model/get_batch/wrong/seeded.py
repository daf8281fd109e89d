# a seed inside
# expect: seed is reset
def get_batch(data, block, batch, generator=None):
    generator = generator or torch.Generator().manual_seed(0)
    starts = torch.randint(len(data) - block, (batch, 1), generator=generator)
    places = starts + torch.arange(block)
    return data[places], data[places + 1]
