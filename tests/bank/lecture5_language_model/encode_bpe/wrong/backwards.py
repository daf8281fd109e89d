# from the last merge to the first
# expect: from the last to the first
def encode_bpe(text, merges):
    ids = list(text.encode("utf-8"))
    for rank in reversed(range(len(merges))):
        ids = merge(ids, merges[rank], 256 + rank)
    return ids
