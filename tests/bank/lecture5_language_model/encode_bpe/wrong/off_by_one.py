# new ids start at 257
# expect: start at 257
def encode_bpe(text, merges):
    ids = list(text.encode("utf-8"))
    for rank, pair in enumerate(merges, start=1):
        ids = merge(ids, pair, 256 + rank)
    return ids
