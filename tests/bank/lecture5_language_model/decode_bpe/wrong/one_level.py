# pairs within pairs are lost
# expect: not taken apart
def decode_bpe(ids, merges):
    data = []
    for place in ids:
        data += [place] if place < 256 else [part for part in merges[place - 256] if part < 256]
    return bytes(data).decode("utf-8", errors="replace")
