# a view of all windows
def get_batch(data, block, batch, generator=None):
    windows = data.unfold(0, block + 1, 1)
    chosen = windows[torch.randint(len(windows), (batch,), generator=generator)]
    return chosen[:, :-1], chosen[:, 1:]
