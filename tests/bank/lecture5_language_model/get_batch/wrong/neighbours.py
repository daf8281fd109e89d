# windows follow one another
# expect: follows from that of the row before
def get_batch(data, block, batch, generator=None):
    start = torch.randint(len(data) - block, (1,), generator=generator)
    starts = (start + torch.arange(batch)[:, None]) % (len(data) - block)
    places = starts + torch.arange(block)
    return data[places], data[places + 1]
