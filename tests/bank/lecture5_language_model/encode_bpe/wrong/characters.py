# code points
# expect: not the UTF-8 bytes
def encode_bpe(text, merges):
    ids = [ord(character) for character in text]
    for rank, pair in enumerate(merges):
        ids = merge(ids, pair, 256 + rank)
    return ids
