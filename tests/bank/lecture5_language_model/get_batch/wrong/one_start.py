# one start for all rows
# expect: one start for the whole batch
def get_batch(data, block, batch, generator=None):
    start = torch.randint(len(data) - block, (1,), generator=generator)
    places = (start + torch.arange(block)).expand(batch, block)
    return data[places], data[places + 1]
