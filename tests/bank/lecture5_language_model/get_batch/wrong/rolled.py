# y is x rolled
# expect: rolled within the window
def get_batch(data, block, batch, generator=None):
    starts = torch.randint(len(data) - block, (batch, 1), generator=generator)
    x = data[starts + torch.arange(block)]
    return x, x.roll(-1, 1)
