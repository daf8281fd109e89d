# second half of the batch mirrors the first
# expect: half a batch before
def get_batch(data, block, batch, generator=None):
    n = len(data) - block
    half = torch.randint(n, ((batch + 1) // 2,), generator=generator)
    ix = torch.cat([half, n - 1 - half])[:batch]
    at = ix[:, None] + torch.arange(block)
    return data[at], data[at + 1]
