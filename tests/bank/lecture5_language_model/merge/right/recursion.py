# finds the first occurrence again and again
def merge(ids, pair, new_id):
    ids, start, made = list(ids), 0, []
    while start < len(ids):
        spot = next((i for i in range(start, len(ids) - 1) if (ids[i], ids[i + 1]) == tuple(pair)), None)
        if spot is None:
            return made + ids[start:]
        made += ids[start:spot] + [new_id]
        start = spot + 2
    return made
