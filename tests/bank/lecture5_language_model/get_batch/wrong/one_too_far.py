# T09: starts reach one place too far
# expect: start may be too late
def get_batch(data, block, batch, generator=None):
    starts = torch.randint(len(data) - block + 1, (batch,), generator=generator)
    x = torch.stack([data[s : s + block] for s in starts])
    y = torch.stack([data[s + 1 : s + block + 1] for s in starts])
    return x, y
