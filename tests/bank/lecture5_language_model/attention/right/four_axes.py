# einsum with four axes, a dataclass back
from dataclasses import dataclass


@dataclass
class Attended:
    out: Tensor
    weights: Tensor


def attention(q, k, v, mask=None):
    scores = torch.einsum("bhte,bhse->bhts", q, k) / math.sqrt(q.size(-1))
    if mask is not None:
        scores = scores.masked_fill(mask.logical_not(), float("-inf"))
    weights = F.softmax(scores, dim=-1)
    return Attended(out=torch.einsum("bhts,bhsw->bhtw", weights, v), weights=weights)
