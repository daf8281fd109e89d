# starts are drawn without replacement
# expect: axis B
def get_batch(data, block, batch, generator=None):
    starts = torch.randperm(len(data) - block, generator=generator)[:batch, None]
    places = starts + torch.arange(block)
    return data[places], data[places + 1]
