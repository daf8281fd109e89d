# strips spaces at the ends
# expect: spaces at the ends are lost
def decode_bpe(ids, merges):
    def expand(i):
        return bytes([i]) if i < 256 else expand(merges[i - 256][0]) + expand(merges[i - 256][1])

    return b"".join(expand(i) for i in ids).decode("utf-8", errors="replace").strip()
