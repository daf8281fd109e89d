# the first occurrence only
# expect: only the first occurrence
def merge(ids, pair, new_id):
    for place in range(len(ids) - 1):
        if (ids[place], ids[place + 1]) == tuple(pair):
            return [*ids[:place], new_id, *ids[place + 2 :]]
    return list(ids)
