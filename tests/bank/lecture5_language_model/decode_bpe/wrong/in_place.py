# undoes the merges in the list that was given
# expect: changed its input `ids`
def decode_bpe(ids, merges):
    for i in range(len(merges) - 1, -1, -1):
        j = 0
        while j < len(ids):
            if ids[j] == 256 + i:
                ids[j : j + 1] = list(merges[i])
            j += 1
    return bytes(ids).decode(errors="replace")
