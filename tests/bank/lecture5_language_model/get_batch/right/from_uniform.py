# floor of a uniform number, a named tuple
from typing import NamedTuple


class Batch(NamedTuple):
    x: Tensor
    y: Tensor


def get_batch(data, block, batch, generator=None):
    u = torch.rand(batch, generator=generator, dtype=torch.float64)
    starts = (u * (len(data) - block)).long()
    places = starts[:, None] + torch.arange(block + 1)[None]
    both = data[places]
    return Batch(x=both[:, :block].contiguous(), y=both[:, 1:].contiguous())
