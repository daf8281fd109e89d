# T02: by local count
# expect: most common in this text
def encode_bpe(text, merges):
    ids, ranks = list(text.encode("utf-8")), {tuple(pair): rank for rank, pair in enumerate(merges)}
    while True:
        counts = Counter(pair for pair in zip(ids, ids[1:]) if pair in ranks)
        if not counts:
            return ids
        best = counts.most_common(1)[0][0]
        ids = merge(ids, best, 256 + ranks[best])
