# ties go to the pair seen first
# expect: comes first in the text
def train_bpe(text, n_merges):
    ids, merges = list(text.encode("utf-8")), []
    for rank in range(n_merges):
        counts = Counter(zip(ids, ids[1:]))
        if not counts:
            break
        best = counts.most_common(1)[0][0]
        ids = merge(ids, best, 256 + rank)
        merges.append(best)
    return merges
