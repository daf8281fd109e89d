# encodes words alone with their leading space
# expect: words are encoded alone
import re


def encode_bpe(text, merges):
    out = []
    for word in re.findall(r" ?\S+|\s+", text):
        ids = list(word.encode())
        for i, p in enumerate(merges):
            ids = merge(ids, p, 256 + i)
        out += ids
    return out
