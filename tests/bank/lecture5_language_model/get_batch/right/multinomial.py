# torch.multinomial over equal weights
def get_batch(data, block, batch, generator=None):
    weights = torch.ones(len(data) - block)
    starts = torch.multinomial(weights, batch, replacement=True, generator=generator)
    x, y = data.new_empty(batch, block), data.new_empty(batch, block)
    for row, start in enumerate(starts):
        x[row], y[row] = data[start : start + block], data[start + 1 : start + block + 1]
    return [x, y]
