# learns merges from the text
# expect: learned anew
def encode_bpe(text, merges):
    ids = list(text.encode("utf-8"))
    for rank, pair in enumerate(train_bpe(text, len(merges))):
        ids = merge(ids, pair, 256 + rank)
    return ids
