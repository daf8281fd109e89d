# returns places, not tokens
# expect: look the tokens up
def get_batch(data, block, batch, generator=None):
    starts = torch.randint(len(data) - block, (batch, 1), generator=generator)
    places = starts + torch.arange(block)
    return places, places + 1
