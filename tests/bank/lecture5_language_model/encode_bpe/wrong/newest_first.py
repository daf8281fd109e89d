# T02: newest first
# expect: newest merge is applied first
def encode_bpe(text, merges):
    ids, ranks = list(text.encode("utf-8")), {tuple(pair): rank for rank, pair in enumerate(merges)}
    while True:
        known = [pair for pair in zip(ids, ids[1:]) if pair in ranks]
        if not known:
            return ids
        best = max(known, key=lambda pair: ranks[pair])
        ids = merge(ids, best, 256 + ranks[best])
