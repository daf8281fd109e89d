# undoes the merges from the last to the first
def decode_bpe(ids, merges):
    row = list(ids)
    for rank in range(len(merges) - 1, -1, -1):
        row = [part for token in row for part in (merges[rank] if token == 256 + rank else (token,))]
    return bytearray(row).decode("utf-8", "replace")
