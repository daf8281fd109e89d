# slices, stacked
def get_batch(data, block, batch, generator=None):
    starts = torch.randint(len(data) - block, (batch,), generator=generator).tolist()
    x = torch.stack([data[s : s + block] for s in starts])
    y = torch.stack([data[s + 1 : s + 1 + block] for s in starts])
    return x, y
