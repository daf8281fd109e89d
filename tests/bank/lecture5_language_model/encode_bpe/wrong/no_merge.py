# only bytes
# expect: nothing is merged
def encode_bpe(text, merges):
    return list(text.encode("utf-8"))
