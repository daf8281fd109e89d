# helpers of its own, sorting, lists as pairs
def train_bpe(text, n_merges):
    row, found = [*text.encode()], []
    while len(found) < n_merges and len(row) > 1:
        table = {}
        for left, right in zip(row, row[1:]):
            table[left, right] = table.get((left, right), 0) + 1
        top = max(table.values())
        best = sorted(pair for pair in table if table[pair] == top)[0]
        made, place = [], 0
        while place < len(row):
            if place + 1 < len(row) and (row[place], row[place + 1]) == best:
                made.append(256 + len(found))
                place += 2
            else:
                made.append(row[place])
                place += 1
        row = made
        found.append(list(best))
    return found
