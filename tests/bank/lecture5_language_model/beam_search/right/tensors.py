# tensors of beams, topk over all, complete beams keep their place
def beam_search(log_probs, prompt, n_beams, n, eos=None, alpha=0.0):
    rows, totals, lengths = prompt[None], torch.zeros(1, dtype=torch.float64), torch.zeros(1)
    ended = torch.zeros(1, dtype=torch.bool)
    for _ in range(n):
        table = []
        for row, end in zip(rows, ended):
            values = log_probs(row).double()
            if end:
                values = torch.full_like(values, -math.inf)
                values[eos] = 0.0
            table.append(values)
        grown = totals[:, None] + torch.stack(table)
        V = grown.shape[1]
        best = grown.flatten().topk(min(n_beams, grown.numel()))
        keep = best.values > -math.inf
        parent, token = best.indices[keep] // V, best.indices[keep] % V
        lengths = lengths[parent] + (~ended[parent])
        rows, totals = torch.cat([rows[parent], token[:, None]], 1), best.values[keep]
        if eos is not None:
            ended = ended[parent] | (token == eos)
        else:
            ended = ended[parent]
    scores = totals / lengths**alpha
    winner = int(scores.argmax())
    return rows[winner], float(scores[winner])
