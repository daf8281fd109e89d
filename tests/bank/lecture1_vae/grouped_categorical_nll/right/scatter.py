# index of the group of each column
def grouped_categorical_nll(logits, onehot, sizes):
    group = torch.repeat_interleave(torch.arange(len(sizes)), torch.tensor(list(sizes)))
    shift = torch.stack([logits[:, group == g].amax(1) for g in range(len(sizes))], 1)
    spread = (logits - shift[:, group]).exp()
    sums = torch.zeros(len(logits), len(sizes), dtype=logits.dtype).index_add(1, group, spread)
    return (sums.log() + shift).sum(1) - (logits * onehot).sum(1)
