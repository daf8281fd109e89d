# pairs never cross spaces, as GPT-2's splitting has it
# expect: pairs across a space
def train_bpe(text, n_merges):
    words, out = [list(w.encode()) for w in text.split(" ")], []
    for new in range(256, 256 + n_merges):
        c = Counter()
        for w in words:
            c.update(pair_counts(w))
        if not c:
            break
        best = min(c, key=lambda p: (-c[p], p))
        words = [merge(w, best, new) for w in words]
        out.append(best)
    return out
