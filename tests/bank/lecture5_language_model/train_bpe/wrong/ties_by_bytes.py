# ties go to the pair whose bytes are smallest, not whose ids are
# expect: ties are decided by the bytes
def train_bpe(text, n_merges):
    ids, out = list(text.encode()), []
    table = {i: bytes([i]) for i in range(256)}
    for new in range(256, 256 + n_merges):
        c = pair_counts(ids)
        if not c:
            break
        best = min(c, key=lambda p: (-c[p], table[p[0]], table[p[1]]))
        table[new] = table[best[0]] + table[best[1]]
        ids = merge(ids, best, new)
        out.append(best)
    return out
