# starts are not uniform
# expect: some starts are likelier
def get_batch(data, block, batch, generator=None):
    u = torch.rand(batch, 1, generator=generator)
    starts = (u * (len(data) - block - 1)).round().long()
    places = starts + torch.arange(block)
    return data[places], data[places + 1]
